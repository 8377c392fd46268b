import GRDB
package import VmscanModel

/// The journal of actions: one row per record, chained by digest, never changed or removed.
extension HistoryStore: ActionJournal {
  /// Appends one record; returns when it is on disk.
  ///
  /// - Returns: Its sequence number.
  /// - Throws: `StoreError`.
  package func append(_ record: ActionRecord) throws -> Int64 {
    try write { try Self.append(record, $0) }
  }

  package func appendSoon(_ record: ActionRecord) throws -> Int64 {
    do {
      return try StoreError.translated(path) {
        try database.writeWithoutTransaction { db in
          let patience = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? 0
          try db.execute(sql: "PRAGMA busy_timeout = \(min(patience, 1000))")
          defer { try? db.execute(sql: "PRAGMA busy_timeout = \(patience)") }
          var count: Int64 = 0
          try db.inTransaction(.immediate) {
            count = try Self.append(record, db)
            return .commit
          }
          return count
        }
      }
    } catch let error as StoreError {
      guard case .locked = error else { throw error }
      throw JournalBusy(String("\(error)".prefix { $0 != "\n" }))
    }
  }

  private static func append(_ record: ActionRecord, _ db: Database) throws -> Int64 {
    var head = try JournalHead(db)
    try head.append(record, db)
    try head.save(db)
    return head.count
  }

  package func append(contentsOf records: [ActionRecord]) throws {
    guard !records.isEmpty else { return }
    try write { db in
      var head = try JournalHead(db)
      for record in records { try head.append(record, db) }
      try head.save(db)
    }
  }

  package func unfinished() throws -> [ActionRecord] {
    try read { db in
      let sql = """
        SELECT \(JournalRow.columns) FROM unfinishedAction
        JOIN action ON action.sequence = unfinishedAction.sequence ORDER BY action.sequence
        """
      return try Row.fetchAll(db, sql: sql).map { try JournalRow($0).record }
    }
  }

  /// The records with which the runs of a kind began.
  package func beginnings(of kind: String) throws -> [ActionRecord] {
    try read { db in
      let sql = """
        SELECT \(JournalRow.columns) FROM action WHERE phase = 'begin' AND kind = ?
        ORDER BY sequence
        """
      return try Row.fetchAll(db, sql: sql, arguments: [kind]).map { try JournalRow($0).record }
    }
  }

  package func records(run: String?) throws -> [ActionRecord] {
    try read { db in
      let condition = run == nil ? "" : "WHERE run = ?"
      let arguments: StatementArguments = run.map { [$0] } ?? []
      let rows = try Row.fetchCursor(
        db, sql: "SELECT \(JournalRow.columns) FROM action \(condition) ORDER BY sequence",
        arguments: arguments)
      var records: [ActionRecord] = []
      while let row = try rows.next() { records.append(try JournalRow(row).record) }
      return records
    }
  }
}

/// The end of the chain, kept apart from the rows so that a cut tail shows.
struct JournalHead {
  private(set) var count: Int64
  private(set) var digest: [UInt8]

  init(_ db: Database) throws {
    let row = try Row.fetchOne(db, sql: "SELECT count, digest FROM actionHead WHERE id = 1")
    guard let row else { throw StoreError.unreadableValue("the head of the journal") }
    count = row[0]
    digest = try row.bytes(at: 1)
  }

  mutating func append(_ record: ActionRecord, _ db: Database) throws {
    var record = record
    record.sequence = count + 1
    let detail = try JournalDetail.text(record.detail)
    let next = JournalDigest.of(record, detail: detail, after: digest)
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO action (sequence, time, run, phase, kind, actor, host, command, subject,
          detail, previous, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(arguments: [
      record.sequence, record.time.epochSeconds, record.run, record.phase.rawValue, record.kind,
      record.actor, record.host, record.command, record.subject, detail,
      ByteText(bytes: digest).data, ByteText(bytes: next).data,
    ])
    try note(record, db)
    count = record.sequence
    digest = next
  }

  func save(_ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE actionHead SET count = ?, digest = ? WHERE id = 1")
      .execute(arguments: [count, ByteText(bytes: digest).data])
  }

  /// Keeps the list of intents that wait for their outcome.
  private func note(_ record: ActionRecord, _ db: Database) throws {
    switch record.phase {
    case .intent:
      let insert = try db.cachedStatement(
        sql: "INSERT INTO unfinishedAction (run, subject, sequence) VALUES (?, ?, ?)")
      try insert.execute(arguments: [record.run, record.subject, record.sequence])
    case .outcome:
      let delete = try db.cachedStatement(
        sql: "DELETE FROM unfinishedAction WHERE run = ? AND subject = ?")
      try delete.execute(arguments: [record.run, record.subject])
    case .begin, .end, .note: break
    }
  }
}
