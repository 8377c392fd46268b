import FoundationEssentials
package import VmscanModel

/// One JSON object a line, each with a `type`; memory stays flat however many lines there are.
package struct NDJSONReport {
  package var redaction: Redaction
  private let encoder: JSONEncoder

  package init(redaction: Redaction = .standard) {
    self.redaction = redaction
    encoder = JSONReport.encoder(isPretty: false)
  }

  /// Writes a scan line by line: `run`, `coverage`, `totals`, `basis`, then `context`, `finding`
  /// and `mailbox` lines.
  package func scan(_ report: ScanReport, write: ([UInt8]) throws -> Void) throws {
    let report = report.redacted(by: redaction)
    try write(
      line(
        "run", RunLine(schema: ScanReport.schemaVersion, document: RunDocument(report.run))))
    try write(line("coverage", CoverageDocument(report.coverage)))
    try write(line("totals", TotalsDocument(report.totals)))
    try write(line("basis", BasisDocument(report)))
    for context in report.contexts { try write(line("context", ContextDocument(context))) }
    for finding in report.findings.worstFirst {
      try write(line("finding", FindingDocument(finding)))
    }
    for finding in report.solved.sorted(by: ReportedFinding.precedes) {
      try write(line("finding", FindingDocument(finding)))
    }
    for mailbox in report.mailboxes { try write(line("mailbox", MailboxDocument(mailbox))) }
  }

  package func line(_ mailbox: ConfiguredMailbox) throws -> [UInt8] {
    try line("mailbox", ConfiguredMailboxDocument(mailbox, redaction: redaction))
  }

  package func line(_ row: MessageRow) throws -> [UInt8] {
    try line("message", MessageDocument(row.redacted(by: redaction), redaction: redaction))
  }

  package func line(_ run: RunSummary) throws -> [UInt8] {
    try line("run", RunSummaryDocument(run))
  }

  package func line(_ rule: RuleDocument) throws -> [UInt8] {
    try line("rule", RuleRowDocument(rule))
  }

  func line(_ type: String, _ document: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(TypedLine(type: type, document: document))) + [0x0A]
  }
}

/// A document with its `type` beside its own fields.
private struct TypedLine<Document: Encodable>: Encodable {
  var type: String
  var document: Document

  private enum Key: CodingKey { case type }

  func encode(to encoder: any Encoder) throws {
    try document.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type, forKey: .type)
  }
}

/// The run with the version of the form, which is the first line of a scan.
private struct RunLine: Encodable {
  var schema: Int
  var document: RunDocument

  private enum Key: CodingKey { case schema }

  func encode(to encoder: any Encoder) throws {
    try document.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(schema, forKey: .schema)
  }
}
