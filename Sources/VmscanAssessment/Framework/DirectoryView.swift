import VmscanModel

/// One mailbox directory with the mailbox it belongs to, if any.
///
/// A reference, because every rule is handed every directory.
final class DirectoryView: Sendable {
  let facts: MailboxFacts
  let mailbox: ConfiguredMailbox?
  /// What hides data of this mailbox.
  let problems: [SourceProblem]
  private let directory: ByteText

  init(facts: MailboxFacts, mailbox: ConfiguredMailbox?, problems: [SourceProblem]) {
    self.facts = facts
    self.mailbox = mailbox
    self.problems = problems
    directory = facts.directory
  }

  var subject: FindingSubject { .mailbox(facts.id) }

  /// A place below the spool, such as `default/1001/INBOX/msg0003`.
  func path(_ rest: String...) -> Place {
    Place(
      rest.reduce(into: directory) { path, part in
        path.bytes.append(0x2F)
        path.bytes.append(contentsOf: part.utf8)
      })
  }

  func folder(_ folder: Folder) -> FolderFacts? {
    facts.folders.first { $0.folder == folder }
  }
}

extension MailboxFacts {
  /// The mailbox directory below the spool, such as `default/1001`.
  var directory: ByteText { id.place().path }
}

extension MailboxID {
  /// A place below the spool, such as `default/1001/secret.conf`.
  func place(_ name: String = "") -> Place {
    let end = name.isEmpty ? [] : [0x2F] + Array(name.utf8)
    return Place(ByteText(bytes: context.bytes + [0x2F] + mailbox.bytes + end))
  }
}
