import GRDB
import VmscanModel

/// One spool with one configuration; runs are compared within a site only.
enum Site {
  static func id(of run: RunInfo, in db: Database) throws -> Int64 {
    try id(spool: run.spool, etc: run.etc, in: db)
  }

  /// Finds a site or adds it.
  static func id(spool: ByteText, etc: ByteText, in db: Database) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO site (spool, etc) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [spool.data, etc.data])
    guard let id = try find(spool: spool, etc: etc, in: db) else {
      throw StoreError.unreadableValue("the site of a run")
    }
    return id
  }

  static func find(spool: ByteText, etc: ByteText, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM site WHERE spool = ? AND etc = ?", arguments: [spool.data, etc.data])
  }

  static func latestRun(_ site: Int64, in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM run WHERE site = ?", arguments: [site])
  }
}
