import VmscanAssessment
import VmscanModel
import VmscanReports

/// The one place where a report meets a format.
struct ReportRendering {
  var format: ReportFormat
  var table = CSVTableName.findings
  var redaction: Redaction
  var text: TextReport

  func write(_ report: ScanReport, onlyChanges: Bool = false, to writer: ResultWriter) throws {
    if onlyChanges && !hasChanged(report) { return }
    switch format {
    case .text:
      try writer.write(
        onlyChanges
          ? MailDigest(report, redaction: redaction).body
          : text.scan(report, background: ReportBackground(rules: RuleDocuments.all)))
    case .json: try writer.write(try JSONReport(redaction: redaction).scan(report))
    case .ndjson:
      try writer.stream { sink in
        try NDJSONReport(redaction: redaction).scan(report, write: sink)
      }
    case .csv:
      try writer.write(
        CSVReport(redaction: redaction).scan(report, table: table.table))
    case .sarif:
      try writer.write(
        try SARIFReport(redaction: redaction).scan(report, rules: RuleDocuments.all))
    case .prometheus: try writer.write(PrometheusReport.text(report))
    case .html: try writer.write("")
    }
  }

  /// A first run, a new or solved finding, or something unread is news.
  private func hasChanged(_ report: ScanReport) -> Bool {
    report.run.previous == nil || !report.solved.isEmpty || !report.coverage.isComplete
      || report.findings.contains { $0.status == .new }
  }
}

/// The rule catalogue as reports show it.
enum RuleDocuments {
  static let all = RuleCatalog.all.map(document(of:))

  private static func document(of rule: Rule) -> RuleDocument {
    RuleDocument(
      id: rule.id, name: rule.name, title: rule.title, severity: rule.severity,
      rationale: rule.rationale, remediation: rule.remediation,
      requirements: rule.citations.map { citation in
        let row = RequirementCatalog.requirement(citation.requirement)
        return RequirementReference(
          id: citation.text, source: row?.source ?? "", url: row?.address ?? "")
      })
  }
}
