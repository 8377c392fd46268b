/// One stretch in which a finding was open, from the run that found it to the one that did not.
package struct FindingLifetime: Sendable, Hashable {
  /// As last seen.
  package var finding: Finding
  package var opened: Timestamp
  /// `nil` while it is open.
  package var solved: Timestamp?

  package init(finding: Finding, opened: Timestamp, solved: Timestamp?) {
    self.finding = finding
    self.opened = opened
    self.solved = solved
  }

  /// How long it took to fix; `nil` while it is open.
  package var timeToFix: Age? {
    solved.map { Age(seconds: max(0, $0.epochSeconds - opened.epochSeconds)) }
  }
}
