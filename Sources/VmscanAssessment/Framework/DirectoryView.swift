import VmscanModel

/// One mailbox directory with the mailbox it belongs to, if any.
///
/// A reference, because every rule is handed every directory.
final class DirectoryView: Sendable {
  let facts: MailboxFacts
  let mailbox: ConfiguredMailbox?
  /// What hides data of this mailbox.
  let problems: [SourceProblem]
  private let directory: String

  init(facts: MailboxFacts, mailbox: ConfiguredMailbox?, problems: [SourceProblem]) {
    self.facts = facts
    self.mailbox = mailbox
    self.problems = problems
    directory = facts.directory
  }

  var subject: FindingSubject { .mailbox(facts.id) }

  /// A place below the spool, such as `default/1001/INBOX/msg0003`.
  func path(_ rest: String...) -> String { rest.reduce(directory) { $0 + "/" + $1 } }

  func folder(_ folder: Folder) -> FolderFacts? {
    facts.folders.first { $0.folder == folder }
  }
}

extension MailboxFacts {
  /// The mailbox directory below the spool, such as `default/1001`.
  var directory: String { "\(id.context)/\(id.mailbox)" }
}
