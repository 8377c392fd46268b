import GRDB
package import VmscanModel

extension HistoryStore {
  /// Rebuilds the report of a run.
  ///
  /// - Parameters:
  ///   - run: Its number; `nil` for the latest.
  ///   - site: Row of the site that is asked about; `nil` for all.
  ///   - time: When given, findings are accepted or not by what is accepted at this time;
  ///     otherwise as they were when the run was recorded.
  /// - Returns: The report, or `nil` when there is no such run.
  /// - Throws: `StoreError`.
  package func report(
    run: Int64? = nil, site: Int64? = nil, judgedAt time: Timestamp? = nil
  ) throws -> ScanReport? {
    try read { db in
      guard let row = try RunRow.find(run, site: site, in: db) else { return nil }
      return try ReportReader(db, row: row, judgedAt: time).report()
    }
  }

  /// The latest run of a site, or of all, without its mailboxes and findings; quick enough for a
  /// check.
  package func latestRun(site: Int64? = nil) throws -> RecordedRun? {
    try read { try RunRow.find(nil, site: site, in: $0)?.summary }
  }

  /// Findings of a run as `report(run:site:judgedAt:)` has them, without loading its mailboxes.
  package func findings(
    run: Int64? = nil, site: Int64? = nil, judgedAt time: Timestamp? = nil
  ) throws -> FindingList {
    try read { db in
      guard let row = try RunRow.find(run, site: site, in: db) else { return [] }
      var findings = try ReportReader(db, row: row, judgedAt: time).findings().present
      findings.sortWorstFirst()
      return findings
    }
  }
}
