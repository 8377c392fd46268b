package import VmscanModel

/// Which directory belongs to which configured mailbox.
///
/// Asterisk finds a mailbox without regard to case but makes its directory as dialled
/// (`find_user`, `make_dir`), so `Bob` and `bob` may be two directories of one mailbox.
package struct SpoolConfigJoin: Sendable {
  private let mailboxes: [ConfiguredMailbox]
  private let index: [MailboxID: Int]

  package init(configuration: VoicemailConfiguration) {
    mailboxes = configuration.mailboxes
    index = configuration.index()
  }

  /// Number of configured mailboxes.
  package var count: Int { mailboxes.count }

  package func mailbox(at position: Int) -> ConfiguredMailbox { mailboxes[position] }

  /// The place in load order of the mailbox a directory belongs to; `nil` for an orphan.
  package func position(of directory: MailboxID) -> Int? { index[directory.folded] }

  /// The mailbox a directory belongs to; `nil` for an orphan.
  package func configured(for directory: MailboxID) -> ConfiguredMailbox? {
    position(of: directory).map { mailboxes[$0] }
  }

  /// Configured mailboxes that none of the directories belongs to, sorted.
  package func withoutDirectory(among directories: [MailboxID]) -> [ConfiguredMailbox] {
    let found = Set(directories.map(\.folded))
    return mailboxes.filter { !found.contains($0.id.folded) }.sorted { $0.id < $1.id }
  }
}
