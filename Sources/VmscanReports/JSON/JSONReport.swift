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

  /// The scan as one object, on lines, with a newline at the end.
  ///
  /// `comparison` is what changed since an earlier run, when that was asked for.
  package func scan(_ report: ScanReport, comparison: RunComparison? = nil) throws -> [UInt8] {
    let known = redaction.knowing(report)
    return try Self.encode(
      ScanDocument(
        report.redacted(by: redaction), comparison: comparison?.redacted(by: known)),
      isPretty: true)
  }

  /// Effective configuration as one object with `schema` and `mailboxes`.
  package func mailboxes(_ mailboxes: [ConfiguredMailbox]) throws -> [UInt8] {
    let rows = mailboxes.map { ConfiguredMailboxDocument($0, redaction: redaction) }
    return try Self.encode(
      ConfiguredMailboxesDocument(schema: ScanReport.schemaVersion, mailboxes: rows), isPretty: true
    )
  }

  /// Messages as one object with `schema` and `messages`; NDJSON is for many.
  package func messages(_ rows: [MessageRow]) throws -> [UInt8] {
    let rows = rows.map { MessageDocument($0.redacted(by: redaction), redaction: redaction) }
    return try Self.encode(
      MessagesDocument(schema: ScanReport.schemaVersion, messages: rows), isPretty: true)
  }

  /// Recorded runs as one object with `schema` and `runs`.
  package func runs(_ runs: [RunSummary]) throws -> [UInt8] {
    try Self.encode(
      RunsDocument(schema: ScanReport.schemaVersion, runs: runs.map { RunSummaryDocument($0) }),
      isPretty: true)
  }

  /// The rule catalogue as one object with `schema` and `rules`.
  package func rules(_ rules: [RuleDocument]) throws -> [UInt8] {
    try Self.encode(
      RulesDocument(schema: ScanReport.schemaVersion, rules: rules.map { RuleRowDocument($0) }),
      isPretty: true)
  }

  /// Facts as one object with `schema`, `title` and `sections`.
  package func explain(_ sheet: FactSheet) throws -> [UInt8] {
    try Self.encode(FactSheetDocument(sheet, redaction: redaction), isPretty: true)
  }

  /// Encodes with sorted keys and a newline at the end.
  static func encode(_ value: some Encodable, isPretty: Bool) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return Array(try encoder.encode(value)) + [0x0A]
  }
}
