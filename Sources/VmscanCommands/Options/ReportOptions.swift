import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports

/// Flags that say how a report looks and what it holds.
struct ReportOptions: ParsableArguments {
  @Option(help: "text, json, ndjson, csv, html, sarif or prometheus.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp("End with 1 when a finding is at least this severe.", valueName: "severity"),
    completion: .values(of: Severity.self),
    transform: parsed(Severity.init(rawValue:), severities))
  var failOn: Severity?

  @Option(
    help: ArgumentHelp("Show only findings at least this severe.", valueName: "severity"),
    completion: .values(of: Severity.self),
    transform: parsed(Severity.init(rawValue:), severities))
  var severity: Severity?

  @Option(
    help: ArgumentHelp("Show only findings of this rule; repeatable.", valueName: "id"),
    completion: .rules,
    transform: parsed(knownRule, "a rule; 'vmscan rules' lists them"))
  var rule: [RuleID] = []

  @Option(
    help: ArgumentHelp("Leave out this rule; repeatable.", valueName: "id"),
    completion: .rules,
    transform: parsed(knownRule, "a rule; 'vmscan rules' lists them"))
  var skip: [RuleID] = []

  @Option(
    help: ArgumentHelp(
      "Who reads it: admin (everything), auditor (initials, no local parts) or officer (no names).",
      valueName: "reader"),
    completion: .values(of: Redaction.Level.self),
    transform: parsed(Redaction.Level.init(rawValue:), "admin, auditor or officer"))
  var reader: Redaction.Level?

  @Option(
    help: ArgumentHelp(
      "An earlier JSON report: leave out the findings it holds, also for --fail-on.",
      valueName: "file"),
    completion: .file())
  var baseline: String?

  var redaction: Redaction { Redaction(reader ?? .admin) }

  var skippedRules: Set<RuleID> { Set(skip) }

  /// The report with only the findings asked for.
  func filtered(_ report: ScanReport) -> ScanReport {
    guard severity != nil || !rule.isEmpty || !skip.isEmpty else { return report }
    var filtered = report
    filtered.findings = report.findings.selection { isShown($0.rule, $0.severity) }
    filtered.solved.removeAll { !isShown($0.finding.rule, $0.finding.severity) }
    return filtered
  }

  /// The comparison with only the findings asked for.
  func filtered(_ comparison: RunComparison) -> RunComparison {
    var filtered = comparison
    filtered.appeared.removeAll { !isShown($0.finding.rule, $0.finding.severity) }
    filtered.disappeared.removeAll { !isShown($0.finding.rule, $0.finding.severity) }
    return filtered
  }

  /// 6 when Asterisk would refuse the configuration, else 3 when something was not read, else 1
  /// when a finding reaches the threshold.
  func status(of report: ScanReport, threshold: Severity?) -> ExitStatus {
    let alarming = report.findings.headers.contains { entry in
      entry.status != .accepted && !skip.contains(entry.rule)
        && threshold.map { entry.severity >= $0 } ?? false
    }
    let coverage = report.coverage
    return (alarming ? ExitStatus.findings : .success).merged(
      with: coverage.hasInvalidConfiguration
        ? .badConfiguration : coverage.isComplete ? .success : .incomplete)
  }

  private func isShown(_ rule: RuleID, _ severity: Severity) -> Bool {
    severity >= self.severity ?? .informational
      && (self.rule.isEmpty || self.rule.contains(rule)) && !skip.contains(rule)
  }

  private static let severities =
    "one of \(Severity.allCases.map(\.rawValue).joined(separator: ", "))"

  private static func knownRule(_ text: String) -> RuleID? { RuleCatalog.id(named: text) }
}
