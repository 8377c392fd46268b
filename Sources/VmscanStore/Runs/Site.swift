import GRDB
import VmscanModel

/// One spool with one configuration; runs are compared within a site only.
///
/// A site is known by the canonical names of both directories. Older releases recorded them as
/// they were typed, wherever that was, so that one pair of directories may have several sites under
/// other names: the one with the latest run goes on, and what all of them know of destinations
/// counts.
struct Site {
  let id: Int64
  let spool: ByteText
  let etc: ByteText
  let latestRun: Int64?
  /// Clock of the latest run.
  let latestTime: Timestamp?

  /// The number of the site of a run.
  static func id(of run: RunInfo, in db: Database) throws -> Int64 {
    try id(spool: run.spool, etc: run.etc, in: db)
  }

  /// Finds the site of two directories and brings it up to date, or adds it.
  static func id(spool: ByteText, etc: ByteText, in db: Database) throws -> Int64 {
    let sites = try all(spool: spool, etc: etc, in: db)
    guard let site = sites.first else {
      try db.execute(
        sql: "INSERT INTO site (spool, etc) VALUES (?, ?)", arguments: [spool.data, etc.data])
      return db.lastInsertedRowID
    }
    if !site.isNamed(spool, etc) { try site.rename(spool, etc, among: sites, in: db) }
    if sites.count > 1 { try SharedDestinations(sites: sites, db: db).unite() }
    return site.id
  }

  /// The sites of two directories given by their canonical names, the one that goes on first.
  static func all(spool: ByteText, etc: ByteText, in db: Database) throws -> [Site] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT site.id, site.spool, site.etc, run.id, run.now FROM site
        LEFT JOIN run ON run.id = (SELECT max(id) FROM run WHERE run.site = site.id)
        """)
    let sites = try rows.map { row in
      Site(
        id: row[0], spool: try row.text(at: 1), etc: try row.text(at: 2), latestRun: row[3],
        latestTime: (row[4] as Int64?).map { Timestamp($0) })
    }
    return sites.filter { $0.spool.mayMean(spool) && $0.etc.mayMean(etc) }.sorted { left, right in
      guard left.latestRun == right.latestRun else {
        return left.latestRun ?? 0 > right.latestRun ?? 0
      }
      return left.isNamed(spool, etc)
    }
  }

  static func latestRun(_ site: Int64, in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM run WHERE site = ?", arguments: [site])
  }

  private func isNamed(_ spool: ByteText, _ etc: ByteText) -> Bool {
    self.spool == spool && self.etc == etc
  }

  /// Gives the site the canonical names; one that has them gets those of this site, which mean the
  /// same directories.
  private func rename(
    _ spool: ByteText, _ etc: ByteText, among sites: [Site], in db: Database
  ) throws {
    func name(_ id: Int64, _ spool: ByteText, _ etc: ByteText) throws {
      try db.execute(
        sql: "UPDATE site SET spool = ?, etc = ? WHERE id = ?",
        arguments: [spool.data, etc.data, id])
    }
    let holder = sites.first { $0.isNamed(spool, etc) }
    // A pair of names is unique at every moment, and no directory has an empty name.
    if let holder { try name(holder.id, "", "") }
    try name(id, spool, etc)
    if let holder { try name(holder.id, self.spool, self.etc) }
  }
}
