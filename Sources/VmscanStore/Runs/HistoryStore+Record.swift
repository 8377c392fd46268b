package import VmscanModel

extension HistoryStore {
  /// Records a run in one transaction and returns the report as history tells it from then on.
  ///
  /// The returned report has its run number and the number of the run before it of the same spool
  /// and configuration; findings are new, open or accepted with the time they were first seen, and
  /// `solved` holds what is gone. A finding that is missing only because its subject could not be
  /// read stays open. Whatever status, `solved` and order came in is ignored.
  ///
  /// - Parameters:
  ///   - report: What the scan found.
  ///   - skippedRules: Rules that were not run, or whose findings end by themselves: their earlier
  ///     findings are closed, not solved.
  /// - Returns: The same as `report(run:)` will, and each folder's `ages`, which are not recorded.
  /// - Throws: `StoreError`; then nothing was recorded.
  package func record(
    _ report: consuming ScanReport, skippedRules: Set<RuleID> = []
  ) throws -> ScanReport {
    var report = report
    try record(&report, skippedRules: skippedRules)
    return report
  }

  /// The same in place, which copies no list.
  package func record(_ report: inout ScanReport, skippedRules: Set<RuleID> = []) throws {
    try write { try RunRecorder(db: $0, skippedRules: skippedRules).record(&report) }
  }
}
