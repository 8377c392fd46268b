import GRDB
import VmscanModel

/// A row of table `run`, with its site.
struct RunRow {
  var site: Int64
  var summary: RecordedRun

  static let columns = """
    run.site, run.id, run.previous, run.started, run.finished, run.now, run.version, run.host,
    run.asteriskVersion, site.spool, site.etc, run.complete, run.totals, run.findings
    """

  init(_ row: Row) throws {
    site = row[0]
    let run = RunInfo(
      id: row[1], started: row.time(at: 3), finished: row.time(at: 4), version: row[6],
      host: row[7], now: row.time(at: 5), spool: try row.text(at: 9), etc: try row.text(at: 10),
      asteriskVersion: row[8], previous: row[2])
    summary = RecordedRun(
      run: run, isComplete: row[11], totals: try ReportTotals(packed: try row.bytes(at: 12)),
      findings: try FindingCounts(packed: try row.bytes(at: 13)))
  }

  /// Rows that fulfil a condition on `run`, in the order given.
  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in db: Database
  ) throws -> [RunRow] {
    let sql = "SELECT \(columns) FROM run JOIN site ON site.id = run.site \(condition)"
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map { try RunRow($0) }
  }

  /// A run by number, or the latest one, of a site or of all; `nil` when there is none.
  static func find(_ run: Int64?, site: Int64? = nil, in db: Database) throws -> RunRow? {
    let condition = """
      WHERE (?1 IS NULL OR run.id = ?1) AND (?2 IS NULL OR run.site = ?2)
      ORDER BY run.id DESC LIMIT 1
      """
    return try fetch(condition, [run, site], in: db).first
  }
}
