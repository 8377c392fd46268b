import GRDB
package import VmscanModel

extension HistoryStore {
  /// Recorded runs, oldest first, with their sums; the source of every trend.
  ///
  /// - Parameters:
  ///   - site: Row of the only site that is meant; `nil` for all.
  ///   - since: Only runs whose clock is at this time or later.
  ///   - limit: Only the latest so many.
  /// - Returns: The runs in the order they were recorded.
  /// - Throws: `StoreError`.
  package func runs(
    site: Int64? = nil, since: Timestamp? = nil, limit: Int? = nil
  ) throws -> [RecordedRun] {
    try read { db in
      let condition = """
        WHERE run.now >= ?1 AND (?3 IS NULL OR run.site = ?3) ORDER BY run.id DESC LIMIT ?2
        """
      let rows = try RunRow.fetch(
        condition, [since?.epochSeconds ?? Int64.min, limit ?? -1, site], in: db)
      return rows.reversed().map(\.summary)
    }
  }
}
