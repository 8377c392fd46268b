import VmscanActions
import VmscanModel
import VmscanStore

/// What earlier runs of a plan have removed, by the journal: a plan that is applied again finds nothing of
/// it in its place.
struct AppliedPlan {
  private var runs: [Key: String] = [:]

  /// A message as plan and journal both name it.
  private struct Key: Hashable {
    var mailbox: MailboxID
    var folder: String
    var messageID: String
    var origtime: Int64?
    /// -1 where the message has an id, for its number may have moved on.
    var number: Int32
  }

  /// - Throws: `StoreError`.
  init(_ digest: String, in store: HistoryStore) throws {
    for begin in try store.beginnings(of: "purge") where begin.detail["planDigest"] == digest {
      var intents: [String: ActionRecord] = [:]
      for record in try store.records(run: begin.run) where record.kind != "renumber" {
        switch record.phase {
        case .intent: intents[record.subject] = record
        case .outcome:
          guard Self.removals.contains(record.detail["outcome"] ?? ""),
            let key = intents[record.subject].flatMap({ Self.key(of: $0.detail) })
          else { continue }
          runs[key] = begin.run
        case .begin, .end, .note: break
        }
      }
    }
  }

  private static let removals: Set<String> = [
    "quarantined", "unlinked", "removedByAsterisk", "movedToDeleted",
  ]

  private static func key(of detail: [String: String]) -> Key? {
    guard let mailbox = detail["mailbox"], let folder = detail["folder"],
      let number = detail["number"].flatMap({ Int32($0) })
    else { return nil }
    let id = detail["messageID"] ?? ""
    return Key(
      mailbox: MailboxID(
        context: ByteText(unescaping: detail["context"] ?? ""),
        mailbox: ByteText(unescaping: mailbox)),
      folder: folder, messageID: id, origtime: detail["origtime"].flatMap { Int64($0) },
      number: id.isEmpty ? number : -1)
  }

  /// The run that removed a planned message; `nil` when none did.
  func run(of message: PlannedMessage, in mailbox: MailboxID, _ folder: Folder) -> String? {
    let id = "\(message.messageID)"
    return runs[
      Key(
        mailbox: mailbox, folder: folder.name, messageID: id,
        origtime: message.origtime?.epochSeconds, number: id.isEmpty ? message.number : -1)]
  }
}
