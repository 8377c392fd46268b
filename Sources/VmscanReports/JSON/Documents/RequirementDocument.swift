package import VmscanModel

/// The JSON form of `vmscan report --requirement`.
struct RequirementsDocument: Encodable {
  var schema = ScanReport.schemaVersion
  var run: RunDocument
  /// Everything was read; otherwise more may be found.
  var complete: Bool
  var requirements: [RequirementDocument]
  var caution = Caution.text

  init(_ statements: [RequirementStatement], of report: ScanReport, redaction: Redaction) {
    run = RunDocument(report.run)
    complete = report.coverage.isComplete
    requirements = statements.map { RequirementDocument($0, redaction: redaction) }
  }
}

/// What a report says about one requirement.
struct RequirementDocument: Encodable {
  struct Row: Encodable {
    var label: String
    var value: String
  }

  struct Answer: Encodable {
    var rule: String
    var title: String
    var findings: [FindingDocument]
  }

  var number: Int
  var source: String
  var asks: String
  var reported: String
  var url: String
  var facts: [Row]
  var rules: [Answer]

  init(_ statement: RequirementStatement, redaction: Redaction) {
    number = statement.number
    source = TerminalText.escape(statement.source)
    asks = TerminalText.escape(statement.asks)
    reported = TerminalText.escape(statement.reported)
    url = TerminalText.escape(statement.address)
    facts = statement.facts.map {
      Row(
        label: TerminalText.escape(redaction.plain($0.label)),
        value: TerminalText.escape(redaction.plain($0.value)))
    }
    rules = statement.answers.map { answer in
      Answer(
        rule: TerminalText.escape(answer.rule.id.description),
        title: TerminalText.escape(answer.rule.title),
        findings: answer.findings.map { FindingDocument($0.redacted(by: redaction)) })
    }
  }
}

extension JSONReport {
  /// What a report says about some requirements, as one object.
  package func requirements(
    _ statements: [RequirementStatement], of report: ScanReport
  ) throws -> [UInt8] {
    try Self.encode(
      RequirementsDocument(statements, of: report, redaction: redaction))
  }
}
