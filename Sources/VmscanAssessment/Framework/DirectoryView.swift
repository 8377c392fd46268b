import VmscanModel

/// One mailbox directory with the mailbox it belongs to, if any.
///
/// A reference, because every rule is handed every directory.
final class DirectoryView: Sendable {
  let facts: MailboxFacts
  let mailbox: ConfiguredMailbox?

  init(facts: MailboxFacts, mailbox: ConfiguredMailbox?) {
    self.facts = facts
    self.mailbox = mailbox
  }

  var subject: FindingSubject { .mailbox(facts.id) }

  /// A place below the spool, such as `default/1001/INBOX/msg0003`.
  func path(_ rest: String...) -> String {
    ([facts.id.context.description, facts.id.mailbox.description] + rest).joined(separator: "/")
  }

  func folder(_ folder: Folder) -> FolderFacts? {
    facts.folders.first { $0.folder == folder }
  }
}
