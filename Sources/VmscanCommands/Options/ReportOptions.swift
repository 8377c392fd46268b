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
    filtered.findings =
      rule.isEmpty && skip.isEmpty
      ? report.findings.selection { isGraveEnough($0.severity) }
      : FindingList(report.findings.compactMap(shown))
    filtered.solved = report.solved.compactMap(shown)
    return filtered
  }

  /// The comparison with only the findings asked for.
  func filtered(_ comparison: RunComparison) -> RunComparison {
    var filtered = comparison
    filtered.appeared = comparison.appeared.compactMap(shown)
    filtered.disappeared = comparison.disappeared.compactMap(shown)
    return filtered
  }

  /// 6 when Asterisk would refuse the configuration, else 3 when something was not read, else 1
  /// when a finding reaches the threshold.
  func status(of report: ScanReport, threshold: Severity?) -> ExitStatus {
    let alarming =
      threshold.map { threshold in
        report.findings.selection { $0.status != .accepted && $0.severity >= threshold }
          .contains { rest(of: $0).map { $0.finding.severity >= threshold } ?? false }
      } ?? false
    let coverage = report.coverage
    return (alarming ? ExitStatus.findings : .success).merged(
      with: coverage.hasInvalidConfiguration
        ? .badConfiguration : coverage.isComplete ? .success : .incomplete)
  }

  private func isGraveEnough(_ severity: Severity) -> Bool {
    severity >= self.severity ?? .informational
  }

  /// The finding as far as it was asked for; `nil` when nothing of it was.
  private func shown(_ reported: ReportedFinding) -> ReportedFinding? {
    guard rule.isEmpty || rule.contains(where: reported.finding.isOf),
      let rest = rest(of: reported), isGraveEnough(rest.finding.severity)
    else { return nil }
    return rest
  }

  /// The finding without what is skipped; `nil` when that is all of it.
  private func rest(of reported: ReportedFinding) -> ReportedFinding? {
    guard !skip.isEmpty else { return reported }
    let parts = reported.finding.parts
    let left = parts.filter { part in
      let reasons = part.message.reasons
      return !skip.contains(part.rule)
        && (reasons.isEmpty || reasons.contains { !skip.contains($0) })
    }
    guard let first = left.first, left.count < parts.count else {
      return left.isEmpty ? nil : reported
    }
    var rest = reported
    rest.finding.message = left.count == 1 ? first.message : Finding.message(of: left)
    if first.rule != reported.finding.rule {
      rest.finding.rule = first.rule
      rest.finding.severity = min(
        rest.finding.severity, RuleCatalog.rule(first.rule)?.severity ?? rest.finding.severity)
    }
    return rest
  }

  private static let severities =
    "one of \(Severity.allCases.map(\.rawValue).joined(separator: ", "))"

  private static func knownRule(_ text: String) -> RuleID? { RuleCatalog.id(named: text) }
}
