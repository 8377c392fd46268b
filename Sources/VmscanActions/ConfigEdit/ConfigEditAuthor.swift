/// Who edits, for the journal.
package struct ConfigEditAuthor: Sendable, Hashable {
  package var actor: String
  package var host: String
  /// The command line without secrets.
  package var command: String

  package init(actor: String, host: String, command: String) {
    self.actor = actor
    self.host = host
    self.command = command
  }
}
