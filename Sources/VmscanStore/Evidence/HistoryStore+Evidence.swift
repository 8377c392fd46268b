import GRDB
package import VmscanModel

extension HistoryStore {
  /// Imports mail evidence; see `EvidenceImport` for what is durable when.
  ///
  /// When the body throws, no cursor moves and nothing that waits in memory is written.
  package func importEvidence<Value>(
    _ body: (inout EvidenceImport) throws -> Value
  ) throws -> Value {
    var batch = EvidenceImport(self)
    let value: Value
    do { value = try body(&batch) } catch {
      batch.abandon()
      throw error
    }
    try StoreError.translated(path) { try batch.finish() }
    return value
  }

  /// Forgets everything that comes from a log, because it was read in a wrong zone.
  package func forgetEvidence(of log: ByteText) throws {
    try write { db in
      try MailPruner(db).remove { $0.origin == log }
      try db.execute(sql: "DELETE FROM logCoverage WHERE log = ?", arguments: [log.data])
      try db.execute(sql: "DELETE FROM logCursor WHERE log = ?", arguments: [log.data])
      try MailHosts.rebuild(in: db)
      // By wrong times the wrong ones may have been taken for each other's.
      try db.execute(sql: "DELETE FROM mailClaim")
    }
  }

  /// Remembers what was seen of mails; what was seen first stays.
  ///
  /// - Throws: `StoreError`.
  package func remember(_ claims: [MailClaim]) throws {
    guard !claims.isEmpty else { return }
    try write { try MailClaims.add(claims, in: $0) }
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
        store: self, numbers: numbers, stretches: try Self.stretches(db), known: known,
        claims: try MailClaims.read(db), hosts: try MailHosts.read(db))
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
      let removed = try MailPruner(db).run(before: time)
      try db.execute(
        sql: "DELETE FROM logCoverage WHERE toTime < ?", arguments: [time.epochSeconds])
      try db.execute(
        sql: "UPDATE logCoverage SET fromTime = ?1 WHERE fromTime < ?1",
        arguments: [time.epochSeconds])
      try db.execute(
        sql: "DELETE FROM mailClaim WHERE accepted < ?", arguments: [time.epochSeconds])
      try MailHosts.prune(before: time, in: db)
      try db.execute(
        sql: "DELETE FROM mailNumber WHERE id NOT IN (SELECT number FROM mailChunk)")
      return removed
    }
  }

  private static func stretches(_ db: Database) throws -> [LogCoverage] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT log, fromTime, toTime, naming FROM logCoverage
        ORDER BY fromTime, toTime, log, naming
        """)
    return try rows.map {
      LogCoverage(
        log: try $0.text(at: 0), from: $0.time(at: 1), to: $0.time(at: 2),
        naming: LogCoverage.Naming(rawValue: $0[3]) ?? .targets)
    }
  }
}
