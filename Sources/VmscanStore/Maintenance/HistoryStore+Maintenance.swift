import GRDB
import VmscanModel

extension HistoryStore {
  /// Lets SQLite check its whole file and the references between tables.
  ///
  /// - Returns: What is wrong, one line each; empty when nothing is.
  /// - Throws: `StoreError` when it cannot be checked at all.
  package func integrityProblems() throws -> [String] {
    try read { db in
      let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check")
      let references = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        "row \(row[1] as Int64? ?? 0) of table \(row[0] as String) refers to nothing"
      }
      return pages.filter { $0 != "ok" } + references
    }
  }

  /// Refreshes what the query planner knows and empties the write-ahead log.
  ///
  /// - Parameter compact: Also rewrite the file without its free pages; needs as much room again.
  /// - Throws: `StoreError`.
  package func optimize(compact: Bool = false) throws {
    try StoreError.translated(path) {
      try database.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA optimize")
        if compact { try db.execute(sql: "VACUUM") }
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    }
  }

  /// Writes a consistent copy to a new file of mode 0600 while the history stays in use.
  ///
  /// - Throws: `StoreError.exists` when there is such a file, other `StoreError`s.
  package func backUp(to destination: String) throws {
    let file = StoreFile(path: destination)
    try file.create()
    do {
      try StoreError.translated(destination) {
        try database.writeWithoutTransaction { db in
          try db.execute(sql: "VACUUM INTO ?", arguments: [destination])
        }
      }
      try file.synchronize()
    } catch {
      file.removeOwn()
      throw error
    }
  }

  package func statistics() throws -> StoreStatistics {
    try read { db in
      let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      var rows: [String: Int64] = [:]
      for table in [
        "run", "mailbox", "folder", "recipient", "finding", "gap", "destination", "device",
        "account", "listener", "hold", "acceptance", "action",
      ] {
        rows[table] = try Int64.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
      }
      rows["past"] = try StateTable.all.map(\.name).reduce(into: Int64(0)) { sum, table in
        sum += try Int64.fetchOne(db, sql: "SELECT count(*) FROM \(table) WHERE current = 0") ?? 0
      }
      rows["mail"] = try Int64.fetchOne(db, sql: "SELECT coalesce(sum(mails), 0) FROM mailChunk")
      let applied = try Schema.migrator.appliedMigrations(db)
      return StoreStatistics(
        bytes: ByteCount(pages * size + (path.isEmpty ? 0 : StoreFile.size(path + "-wal"))),
        free: ByteCount(free * size), rows: rows, schema: applied.last ?? "")
    }
  }
}
