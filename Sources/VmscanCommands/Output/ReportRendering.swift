import VmscanAssessment
import VmscanModel
import VmscanReports

/// The one place where a report meets a format.
struct ReportRendering {
  var format: ReportFormat
  var table = CSVTableName.findings
  var redaction: Redaction
  var text: TextReport
  var background: ReportBackground
  /// End of the latest earlier run that read everything.
  var lastComplete: Timestamp?
  /// What a night has to tell beside findings.
  var notices: [String] = []

  func write(_ report: ScanReport, onlyChanges: Bool = false, to writer: ResultWriter) throws {
    let digest =
      onlyChanges
      ? MailDigest(
        report, redaction: redaction, notices: notices, command: background.siteFlags) : nil
    if let digest, !digest.hasChanges, report.run.previous != nil { return }
    switch format {
    case .text:
      try writer.write(digest?.body ?? text.scan(report, background: background))
    case .json:
      try writer.stream { sink in
        try JSONReport(redaction: redaction).scan(
          report, comparison: background.comparison, write: sink)
      }
    case .ndjson:
      try writer.stream { sink in
        try NDJSONReport(redaction: redaction).scan(report, write: sink)
      }
    case .csv:
      try writer.write(
        CSVReport(redaction: redaction).scan(report, table: table.table))
    case .sarif:
      try writer.stream { sink in
        try SARIFReport(redaction: redaction).scan(report, rules: background.rules, write: sink)
      }
    case .prometheus:
      // Another user's collector reads the file, and nothing in it is about a person.
      try writer.write(PrometheusReport.text(report, lastComplete: lastComplete), mode: 0o644)
    case .html:
      try writer.write(
        try HTMLReport(redaction: redaction).page(report, background: background))
    }
  }
}

/// The rule catalogue as reports show it.
enum RuleDocuments {
  static let all = RuleCatalog.all.map { document(of: $0) }

  /// With only the requirements that concern a site.
  static func documents(for jurisdictions: Set<Jurisdiction>) -> [RuleDocument] {
    jurisdictions.isEmpty ? all : RuleCatalog.all.map { document(of: $0, for: jurisdictions) }
  }

  static func document(of rule: Rule, for jurisdictions: Set<Jurisdiction> = []) -> RuleDocument {
    RuleDocument(
      id: rule.id, name: rule.name, title: rule.title, severity: rule.severity,
      rationale: rule.rationale, remediation: rule.remediation.unmasked,
      requirements: rule.citations.filter {
        RequirementCatalog.requirement($0.requirement)?.concerns(jurisdictions) ?? true
      }.map { citation in
        let row = RequirementCatalog.requirement(citation.requirement)
        return RequirementReference(
          id: citation.text, source: row?.source ?? "", url: row?.address ?? "")
      })
  }
}
