/// What became of loading `voicemail.conf`.
package enum ConfigStatus: String, Sendable, Codable, CaseIterable {
  case loaded
  /// There is no `voicemail.conf`; at a reload Asterisk would drop all mailboxes.
  case missing
  /// It is there but this program may not or cannot read it.
  case unreadable
  /// Asterisk refuses it: it keeps the mailboxes it has in memory, and has none after a restart.
  case invalid

  /// Whether the mailboxes are what Asterisk would have; otherwise exit status 6.
  package var isUsable: Bool { self == .loaded }
}
