package import VmscanModel

/// The findings of a scan as SARIF 2.1.0.
///
/// Source: OASIS SARIF 2.1.0; results carry the fingerprint, what became of them since the run
/// before (`baselineState`) and, when accepted, a suppression.
package struct SARIFReport: Sendable {
  package var redaction: Redaction

  package init(redaction: Redaction = .standard) { self.redaction = redaction }

  /// The log file, with a newline at the end; `rules` is the catalogue.
  package func scan(_ report: ScanReport, rules: [RuleDocument]) throws -> [UInt8] {
    try JSONReport.encode(
      SARIFLog(report.redacted(by: redaction), rules: rules), isPretty: true)
  }
}
