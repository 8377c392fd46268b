import GRDB

/// The first great import of mails into a history: it only adds pages, and write-ahead mode would
/// write each of them twice and compute sums of them.
///
/// Meanwhile SQLite keeps a rollback journal, which is as safe: a transaction that is cut is undone
/// by the next one to open the history. Whoever reads waits for the end of a transaction, which is
/// short.
struct GreatImport {
  private let store: HistoryStore

  /// Leaves write-ahead mode; `nil` where that is not possible, because another connection has the
  /// history open, or of no use, because it has mails that may have to be merged.
  init?(_ store: HistoryStore) {
    guard !store.path.isEmpty else { return nil }
    let mode = try? Self.withoutWaiting(store) { db -> String? in
      guard try Int.fetchOne(db, sql: "SELECT 1 FROM mailChunk LIMIT 1") == nil else { return nil }
      return try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
    }
    guard mode == "delete" else { return nil }
    self.store = store
  }

  /// Goes back to write-ahead mode; where that is not possible, whoever opens the history next does.
  consuming func finish() {
    _ = try? Self.withoutWaiting(store) {
      try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL")
    }
  }

  private static func withoutWaiting<Value>(
    _ store: HistoryStore, _ body: (Database) throws -> Value
  ) throws -> Value {
    try store.database.writeWithoutTransaction { db in
      let patience = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? 0
      try db.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? db.execute(sql: "PRAGMA busy_timeout = \(patience)") }
      return try body(db)
    }
  }
}
