import VmscanModel
import VmscanReports
import VmscanStore

/// What `scan` and `report` do with a finished report: narrow it, print it, mail it, log it.
struct ReportOutcome {
  let options: ReportOptions
  let delivery: DeliveryOptions
  let settings: Settings
  let quiet: Bool
  let context: RunContext

  /// Leaves out what a baseline holds and says how much that was.
  ///
  /// - Throws: `CommandFailure`.
  func withoutBaseline(_ report: ScanReport) throws -> ScanReport {
    guard let file = options.baseline else { return report }
    let baseline = try Baseline(file: file)
    let filtered = baseline.filtered(report)
    if !quiet {
      let left = report.findings.count - filtered.findings.count
      try context.err.writeLine(
        "vmscan: left out \(Wording.count(left, "finding", "findings")) that the baseline of run"
          + " \(baseline.run) holds")
    }
    return filtered
  }

  /// Prints, mails and logs.
  ///
  /// - Throws: `CommandFailure` when the mail could not be handed over.
  func deliver(
    _ report: ScanReport, onlyChanges: Bool, rendering: ReportRendering, to writer: ResultWriter
  ) throws {
    let shown = options.filtered(report)
    if let sink = delivery.logEvents {
      try EventLog(sink: sink, context: context).write(shown, redaction: options.redaction)
    }
    try rendering.write(shown, onlyChanges: onlyChanges, to: writer)
    guard !delivery.mailTo.isEmpty else { return }
    let digest = MailDigest(
      shown, redaction: options.redaction, notices: rendering.notices,
      command: rendering.background.siteFlags)
    guard digest.hasChanges || !delivery.onChange || report.run.previous == nil else { return }
    try DigestMail(settings: settings, context: context).send(digest, to: delivery.mailTo)
  }
}
