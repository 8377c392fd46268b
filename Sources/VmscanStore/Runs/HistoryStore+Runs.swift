import GRDB
package import VmscanModel

extension HistoryStore {
  /// Recorded runs, oldest first, with their sums; the source of every trend.
  ///
  /// - Parameters:
  ///   - since: Only runs whose clock is at this time or later.
  ///   - limit: Only the latest so many.
  /// - Returns: The runs of all sites in the order they were recorded.
  /// - Throws: `StoreError`.
  package func runs(since: Timestamp? = nil, limit: Int? = nil) throws -> [RecordedRun] {
    try read { db in
      let condition = "WHERE run.now >= ? ORDER BY run.id DESC LIMIT ?"
      let rows = try RunRow.fetch(
        condition, [since?.epochSeconds ?? Int64.min, limit ?? -1], in: db)
      return rows.reversed().map(\.summary)
    }
  }

  /// The latest run of the same site as the latest run whose clock is at or before a time, or the
  /// oldest kept one when all are later: what `--since 30d` compares with.
  package func runToCompare(before time: Timestamp) throws -> RecordedRun? {
    try read { db in
      guard let latest = try RunRow.find(nil, in: db) else { return nil }
      let earlier = try RunRow.fetch(
        "WHERE run.site = ? AND run.now <= ? ORDER BY run.id DESC LIMIT 1",
        [latest.site, time.epochSeconds], in: db)
      let oldest = try RunRow.fetch(
        "WHERE run.site = ? ORDER BY run.id LIMIT 1", [latest.site], in: db)
      return (earlier.first ?? oldest.first)?.summary
    }
  }
}
