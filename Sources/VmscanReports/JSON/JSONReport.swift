import FoundationEssentials
package import VmscanModel

/// The JSON and NDJSON forms; their fields are a contract and their schema is `JSONSchema`.
///
/// Keys are sorted. `origtime` is epoch seconds or null; every other time is RFC 3339 in UTC or
/// null. Bytes that are not UTF-8, control, bidirectional and invisible characters are escaped in
/// texts (`\xNN`, `\u{HEX}`), so that even a raw print of a value is harmless.
package struct JSONReport: Sendable {
  package var redaction: Redaction

  package init(redaction: Redaction = .standard) { self.redaction = redaction }

  /// Writes the scan as one object, on lines, with a newline at the end; memory stays flat however
  /// many findings and mailboxes there are.
  ///
  /// `comparison` is what changed since an earlier run, when that was asked for.
  package func scan(
    _ report: ScanReport, comparison: RunComparison? = nil,
    write: ([UInt8]) throws -> Void
  ) throws {
    let comparison = comparison?.redacted(by: redaction)
    let report = report.redacted(by: redaction)
    let document = ScanDocument(report, comparison: comparison)
    try JSONStream.write(document, to: write) { list, elements in
      guard list == .findings else {
        for mailbox in report.mailboxes { try elements.write(MailboxDocument(mailbox)) }
        return
      }
      for finding in report.findings.worstFirst { try elements.write(FindingDocument(finding)) }
      for finding in report.solved.sorted(by: ReportedFinding.precedes) {
        try elements.write(FindingDocument(finding))
      }
    }
  }

  /// Effective configuration as one object with `schema` and `mailboxes`.
  package func mailboxes(_ mailboxes: [ConfiguredMailbox]) throws -> [UInt8] {
    let rows = mailboxes.map { ConfiguredMailboxDocument($0, redaction: redaction) }
    return try Self.encode(
      ConfiguredMailboxesDocument(schema: ScanReport.schemaVersion, mailboxes: rows))
  }

  /// Writes messages as one object with `schema` and `messages`, row by row as they are handed over.
  package func messages(
    write: ([UInt8]) throws -> Void, forEachRow: ((MessageRow) throws -> Void) throws -> Void
  ) throws {
    let document = MessagesDocument(schema: ScanReport.schemaVersion)
    try JSONStream.write(document, to: write) { _, elements in
      try forEachRow { row in
        try elements.write(MessageDocument(row.redacted(by: redaction), redaction: redaction))
      }
    }
  }

  /// Recorded runs as one object with `schema` and `runs`.
  package func runs(_ runs: [RunSummary]) throws -> [UInt8] {
    try Self.encode(
      RunsDocument(schema: ScanReport.schemaVersion, runs: runs.map { RunSummaryDocument($0) }))
  }

  /// The rule catalogue as one object with `schema` and `rules`.
  package func rules(_ rules: [RuleDocument]) throws -> [UInt8] {
    try Self.encode(
      RulesDocument(schema: ScanReport.schemaVersion, rules: rules.map { RuleRowDocument($0) }))
  }

  /// Facts as one object with `schema`, `title` and `sections`.
  package func explain(_ sheet: FactSheet) throws -> [UInt8] {
    try Self.encode(FactSheetDocument(sheet, redaction: redaction))
  }

  /// Encodes on lines with sorted keys and a newline at the end.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    Array(try encoder(isPretty: true).encode(value)) + [0x0A]
  }

  static func encoder(isPretty: Bool) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return encoder
  }
}
