import GRDB
package import VmscanModel

extension HistoryStore {
  /// Imports mail evidence in one transaction: when the body throws, nothing of it is kept, so a
  /// cursor never runs ahead of its mails.
  package func importEvidence<Value>(
    _ body: (inout EvidenceImport) throws -> Value
  ) throws -> Value {
    try write { db in
      var batch = EvidenceImport(db)
      let value = try body(&batch)
      try batch.flush()
      return value
    }
  }

  /// How far each log was read, in the reader's own form.
  package func logCursors() throws -> [ByteText: [UInt8]] {
    try read { db in
      var cursors: [ByteText: [UInt8]] = [:]
      let rows = try Row.fetchCursor(db, sql: "SELECT log, cursor FROM logCursor")
      while let row = try rows.next() { cursors[try row.text(at: 0)] = try row.bytes(at: 1) }
      return cursors
    }
  }

  /// Opens the mail evidence for the look-ups of a scan.
  package func evidence() throws -> StoredEvidence {
    try read { db in
      var numbers: [ByteText: Int64] = [:]
      let rows = try Row.fetchCursor(db, sql: "SELECT mailbox, id FROM mailNumber")
      while let row = try rows.next() { numbers[try row.text(at: 0)] = row[1] }
      var known: [Int64: ByteText] = [:]
      let words = try Row.fetchCursor(db, sql: "SELECT id, value FROM word LIMIT 10000")
      while let row = try words.next() { known[row[0]] = try row.text(at: 1) }
      return StoredEvidence(
        store: self, numbers: numbers, stretches: try Self.stretches(db), known: known)
    }
  }

  /// Removes mails that were accepted before a time, and that time's coverage with them: where
  /// mails were removed, a log no longer shows that there was none.
  ///
  /// - Parameter time: Should lie before the oldest message that is kept.
  /// - Returns: Number of mails removed.
  /// - Throws: `StoreError`.
  @discardableResult
  package func pruneEvidence(before time: Timestamp) throws -> Int {
    try write { db in
      let removed = try MailPruner(db, before: time).run()
      try db.execute(
        sql: "DELETE FROM logCoverage WHERE toTime < ?", arguments: [time.epochSeconds])
      try db.execute(
        sql: "UPDATE logCoverage SET fromTime = ?1 WHERE fromTime < ?1",
        arguments: [time.epochSeconds])
      try db.execute(
        sql: "DELETE FROM mailNumber WHERE id NOT IN (SELECT number FROM mailChunk)")
      return removed
    }
  }

  private static func stretches(_ db: Database) throws -> [LogCoverage] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT log, fromTime, toTime FROM logCoverage ORDER BY fromTime, toTime, log")
    return try rows.map {
      LogCoverage(log: try $0.text(at: 0), from: $0.time(at: 1), to: $0.time(at: 2))
    }
  }
}
