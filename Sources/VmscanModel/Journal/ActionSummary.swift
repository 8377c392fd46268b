/// One action: who did what, when, to how many messages, and whether it was undone.
///
/// Made from the journal's records.
package struct ActionSummary: Sendable, Hashable {
  /// What one action did in one mailbox.
  package struct Part: Sendable, Hashable {
    package var mailbox: MailboxID
    package var messages = MessageTotals()

    package init(mailbox: MailboxID) { self.mailbox = mailbox }
  }

  /// One message that was removed or brought back.
  package struct Message: Sendable, Hashable {
    package var mailbox: MailboxID
    /// As in `INBOX`.
    package var folder: String
    /// The number in the file's name when it was acted on.
    package var number: String
    package var recorded: Timestamp?
    package var bytes: ByteCount
    /// Grade of the evidence that it was e-mailed; empty when none was needed.
    package var evidence: String
    package var reason: String
    package var outcome: String
  }

  package var run: String
  package var kind: String
  package var actor: String
  package var host: String
  package var time: Timestamp
  /// What it was about, for actions that touch no message.
  package var subject: String
  package var detail: [String: String]
  /// The policy or predicate of a purge, as sentences.
  package var policy: String
  /// Messages that were changed, in the order of the journal.
  package var messages: [Message] = []
  /// Messages that waited in quarantine for a time; the others are gone for good.
  package var quarantined = 0
  /// Messages of this action that a restore brought back later.
  package var broughtBack = 0
  /// Messages of this action that were unlinked when their time in quarantine was over.
  package var expired = 0

  package var totals: MessageTotals {
    MessageTotals(
      messages: messages.count, bytes: messages.reduce(.zero) { $0 + $1.bytes }, seconds: 0)
  }

  /// The sums by mailbox, in the order in which the mailboxes were reached.
  package var parts: [Part] {
    var places: [MailboxID: Int] = [:]
    var parts: [Part] = []
    for message in messages {
      let place = places[message.mailbox] ?? parts.count
      if place == parts.count {
        parts.append(Part(mailbox: message.mailbox))
        places[message.mailbox] = place
      }
      parts[place].messages += MessageTotals(
        messages: 1, bytes: message.bytes, seconds: 0)
    }
    return parts
  }

  /// `no`, `yes`, or how far.
  package var undone: String {
    guard kind == "purge" else { return "" }
    if broughtBack > 0 {
      return broughtBack >= messages.count ? "yes" : "\(broughtBack) of \(messages.count)"
    }
    return expired > 0 || quarantined == 0 && !messages.isEmpty ? "no; unlinked for good" : "no"
  }

  /// The actions of the journal, oldest first; records of one run belong together.
  package static func summaries(of records: [ActionRecord]) -> [ActionSummary] {
    var collector = Collector()
    for record in records { collector.add(record) }
    return collector.finished()
  }

  private struct Collector {
    private var actions: [ActionSummary] = []
    private var places: [String: Int] = [:]
    private var intents: [String: ActionRecord] = [:]

    mutating func add(_ record: ActionRecord) {
      if record.kind == "renumber" { return }
      let key = "\(record.run)\u{0}\(record.kind)"
      let place = places[key] ?? actions.count
      if place == actions.count {
        places[key] = place
        actions.append(
          ActionSummary(
            run: record.run, kind: record.kind, actor: record.actor, host: record.host,
            time: record.time, subject: record.subject, detail: record.detail,
            policy: record.detail["policy"] ?? ""))
      }
      switch record.phase {
      case .begin, .end, .note: break
      case .intent: intents["\(record.run)\u{0}\(record.subject)"] = record
      case .outcome:
        guard let intent = intents.removeValue(forKey: "\(record.run)\u{0}\(record.subject)")
        else { break }
        settle(record, intent, at: place)
      }
    }

    private mutating func settle(_ outcome: ActionRecord, _ intent: ActionRecord, at place: Int) {
      let word = outcome.detail["outcome"] ?? ""
      let isDone = [
        "quarantined", "unlinked", "removedByAsterisk", "movedToDeleted", "restored",
      ].contains(word)
      guard isDone, let mailbox = intent.detail["mailbox"] else { return }
      actions[place].messages.append(
        Message(
          mailbox: MailboxID(
            context: ByteText(unescaping: intent.detail["context"] ?? ""),
            mailbox: ByteText(unescaping: mailbox)),
          folder: intent.detail["folder"] ?? "", number: intent.detail["number"] ?? "",
          recorded: intent.detail["origtime"].flatMap { Int64($0) }.map { Timestamp($0) },
          bytes: ByteCount(intent.detail["bytes"].flatMap { Int64($0) } ?? 0),
          evidence: intent.detail["evidence"] ?? "", reason: intent.detail["reason"] ?? "",
          outcome: word))
      if word == "quarantined" { actions[place].quarantined += 1 }
      // A quarantine's place begins with the run that filled it.
      let origin = (intent.detail["quarantine"] ?? "").prefix { $0 != "/" }
      guard let first = places["\(origin)\u{0}purge"], first != place else { return }
      if word == "restored" { actions[first].broughtBack += 1 }
      if word == "unlinked" { actions[first].expired += 1 }
    }

    consuming func finished() -> [ActionSummary] { actions }
  }
}
