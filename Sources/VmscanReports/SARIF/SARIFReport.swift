package import VmscanModel

/// The findings of a scan as SARIF 2.1.0.
///
/// Source: OASIS SARIF 2.1.0; results carry the fingerprint, what became of them since the run
/// before (`baselineState`) and, when accepted, a suppression.
package struct SARIFReport: Sendable {
  package var redaction: Redaction

  package init(redaction: Redaction = .standard) { self.redaction = redaction }

  /// Writes the log file, with a newline at the end; `rules` is the catalogue.
  package func scan(
    _ report: ScanReport, rules: [RuleDocument], write: ([UInt8]) throws -> Void
  ) throws {
    let report = report.redacted(by: redaction)
    let run = SARIFRun(report, rules: rules)
    try JSONStream.write(SARIFLog(runs: [run]), to: write) { _, elements in
      for reported in (report.findings + report.solved).worstFirst {
        try elements.write(run.result(reported))
      }
    }
  }
}
