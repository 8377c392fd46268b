/// One recorded run as a list of runs shows it.
package struct RunSummary: Sendable, Hashable, Codable {
  /// Row in history.
  package var id: Int64
  package var started: Timestamp
  package var finished: Timestamp
  /// Version of the program.
  package var version: String
  package var mailboxes: Int
  package var messages: Int
  /// Findings that were not accepted, per severity; an absent severity means none.
  package var findings: [Severity: Int]
  /// Everything was read; otherwise the numbers are lower bounds.
  package var complete: Bool

  package init(
    id: Int64, started: Timestamp, finished: Timestamp, version: String, mailboxes: Int,
    messages: Int, findings: [Severity: Int], complete: Bool
  ) {
    self.id = id
    self.started = started
    self.finished = finished
    self.version = version
    self.mailboxes = mailboxes
    self.messages = messages
    self.findings = findings
    self.complete = complete
  }
}
