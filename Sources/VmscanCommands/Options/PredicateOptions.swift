import ArgumentParser
import VmscanModel

/// The flags that say which messages are meant; the same for every command.
struct PredicateOptions: ParsableArguments {
  @Flag(help: "Messages that were e-mailed: grade delivered, handedOver or inferred.")
  var emailed = false

  @Option(
    help: ArgumentHelp(
      "The weakest grade that counts as e-mailed: delivered, handedOver or inferred.",
      valueName: "grade"),
    completion: .list(EmailGrade.allCases.filter(\.countsAsEmailed).map(\.rawValue)),
    transform: parsed(Self.countedGrade, "a grade that counts: delivered, handedOver or inferred"))
  var evidence: EmailGrade?

  @Option(
    help: ArgumentHelp("Older than this by origtime: 30d, 12h, 2w, 1y.", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 30d, 12h, 2w or 1y; zero is no age"))
  var older: Age?

  @Option(
    help: ArgumentHelp("Recorded before this date or time.", valueName: "date"),
    transform: parsed(Timestamp.init(parsing:), "a date such as 2026-06-30"))
  var before: Timestamp?

  @Option(
    help: ArgumentHelp("Of this mailbox; repeatable.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: [MailboxID] = []

  @Option(
    help: ArgumentHelp("Of this context; repeatable.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var context: [ByteText] = []

  @Option(
    help: ArgumentHelp(
      "In this folder; repeatable (default: every folder but Deleted).", valueName: "name"),
    completion: .list(Folder.allCases.map(\.name)),
    transform: parsed(
      Folder.init(parsing:),
      "a folder: \(Folder.allCases.map(\.name).joined(separator: ", "))"))
  var folder: [Folder] = []

  @Flag(help: "Heard: neither in INBOX nor in Urgent.")
  var heard = false

  @Flag(help: "Unheard: in INBOX or Urgent.")
  var unheard = false

  @Flag(help: "In directories that belong to no configured mailbox.")
  var orphaned = false

  @Option(
    help: ArgumentHelp("Larger than this, all files together: 500k, 10M.", valueName: "size"),
    transform: parsed(ByteCount.init(parsing:), "a size such as 500k, 10M or 1G"))
  var larger: ByteCount?

  @Flag(help: "Go on although a mailbox or context that is named is not known here.")
  var allowEmpty = false

  func validate() throws {
    guard !heard || !unheard else {
      throw ValidationError("--heard and --unheard together mean nothing: leave both out for all")
    }
  }

  var predicate: MessagePredicate {
    MessagePredicate(
      emailed: emailed || evidence != nil, evidence: evidence, older: older, before: before,
      mailboxes: mailbox, contexts: context, folders: folder,
      hearing: heard ? .heard : unheard ? .unheard : nil, orphaned: orphaned, larger: larger)
  }

  private static func countedGrade(_ text: String) -> EmailGrade? {
    EmailGrade(rawValue: text).flatMap { $0.countsAsEmailed ? $0 : nil }
  }
}
