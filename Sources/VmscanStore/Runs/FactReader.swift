import GRDB

/// Reads the facts of one kind as a run knew them.
struct FactReader {
  let db: Database
  let site: Int64
  let run: Int64
  /// Whether the run is the site's latest, so that nothing of it lies in the past.
  let isLatest: Bool

  /// Calls the body for every fact of the run, in no particular order.
  func forEach(_ kind: FactKind, _ body: (StoredFact) throws -> Void) throws {
    let present = """
      SELECT key, value, since FROM fact WHERE site = ? AND kind = ? AND fromRun <= ?
      """
    try forEach(present, [site, kind.rawValue, run], body)
    guard !isLatest else { return }
    let past = """
      SELECT key, value, since FROM pastFact
      WHERE site = ? AND kind = ? AND fromRun <= ? AND untilRun > ?
      """
    try forEach(past, [site, kind.rawValue, run, run], body)
  }

  /// Calls the body for every fact that the run found gone.
  func forEachGone(_ kind: FactKind, _ body: (StoredFact) throws -> Void) throws {
    let sql = """
      SELECT key, value, since FROM pastFact
      WHERE site = ? AND kind = ? AND untilRun = ? AND ending = ?
      """
    try forEach(sql, [site, kind.rawValue, run, FactEnding.gone.rawValue], body)
  }

  private func forEach(
    _ sql: String, _ arguments: StatementArguments, _ body: (StoredFact) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() {
      try body(
        StoredFact(
          key: try row.bytes(at: 0), value: try row.bytes(at: 1), since: try row.bytes(at: 2)))
    }
  }
}
