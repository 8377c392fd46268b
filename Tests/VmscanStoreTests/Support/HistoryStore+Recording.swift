import VmscanModel
import VmscanStore

extension HistoryStore {
  /// Records a report that the test goes on using, and returns it as history gives it.
  func record(_ report: ScanReport, skippedRules: Set<RuleID> = []) throws -> ScanReport {
    var report = report
    try record(&report, skippedRules: skippedRules)
    return report
  }
}
