/// One recorded run with its sums, without mailboxes and findings; quick to read.
package struct RecordedRun: Sendable, Hashable {
  package var run: RunInfo
  /// No number is too low because something could not be read.
  package var isComplete: Bool
  package var totals: ReportTotals
  package var findings: FindingCounts

  package init(run: RunInfo, isComplete: Bool, totals: ReportTotals, findings: FindingCounts) {
    self.run = run
    self.isComplete = isComplete
    self.totals = totals
    self.findings = findings
  }
}

/// Findings counted by severity and status.
package struct FindingCounts: Sendable, Hashable {
  private var counts: [Int]

  package init() {
    counts = Array(repeating: 0, count: Severity.allCases.count * Self.statuses.count)
  }

  /// Counts what a report shows, solved findings included.
  package init(_ report: ScanReport) {
    self.init()
    for finding in report.findings.headers { self[finding.severity, finding.status] += 1 }
    for reported in report.solved { self[reported.finding.severity, reported.status] += 1 }
  }

  package subscript(severity: Severity, status: ReportedFinding.Status) -> Int {
    get { counts[Self.index(severity, status)] }
    set { counts[Self.index(severity, status)] = newValue }
  }

  /// Findings of a severity that ask for something to be done: new or still open.
  package func unresolved(_ severity: Severity) -> Int {
    self[severity, .new] + self[severity, .open]
  }

  package func total(_ status: ReportedFinding.Status) -> Int {
    Severity.allCases.reduce(0) { $0 + self[$1, status] }
  }

  private static let statuses = ReportedFinding.Status.allCases

  private static func index(_ severity: Severity, _ status: ReportedFinding.Status) -> Int {
    let place =
      switch status {
      case .new: 0
      case .open: 1
      case .accepted: 2
      case .solved: 3
      }
    return severity.rank * statuses.count + place
  }
}
