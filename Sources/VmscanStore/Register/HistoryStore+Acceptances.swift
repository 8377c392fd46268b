import GRDB
package import VmscanModel

extension HistoryStore {
  /// Stores a new acceptance; its own id is ignored.
  ///
  /// - Returns: The acceptance with its id.
  /// - Throws: `StoreError`.
  package func addAcceptance(_ acceptance: Acceptance) throws -> Acceptance {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO acceptance (scope, owner, reason, created, expires, removed)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          try ScopeText.text(acceptance.scope), acceptance.owner, acceptance.reason,
          acceptance.created.epochSeconds, acceptance.expires?.epochSeconds,
          acceptance.removed?.epochSeconds,
        ])
      var stored = acceptance
      stored.id = db.lastInsertedRowID
      return stored
    }
  }

  /// Acceptances by id: all that were ever given, or those in force at a time.
  package func acceptances(inForceAt time: Timestamp? = nil) throws -> [Acceptance] {
    try read { db in
      let all = try Acceptances.all(in: db)
      guard let time else { return all }
      return all.filter { $0.isInForce(at: time) }
    }
  }

  /// Withdraws an acceptance; it stays in the list.
  ///
  /// - Returns: Whether there was such an acceptance that had not been removed.
  /// - Throws: `StoreError`.
  package func removeAcceptance(_ id: Int64, at time: Timestamp) throws -> Bool {
    try write { db in
      try db.execute(
        sql: "UPDATE acceptance SET removed = ? WHERE id = ? AND removed IS NULL",
        arguments: [time.epochSeconds, id])
      return db.changesCount > 0
    }
  }
}

/// Reads table `acceptance`.
enum Acceptances {
  static func all(in db: Database) throws -> [Acceptance] {
    let rows = try Row.fetchAll(
      db,
      sql: "SELECT id, scope, owner, reason, created, expires, removed FROM acceptance ORDER BY id")
    return try rows.map { row in
      Acceptance(
        id: row[0],
        scope: try ScopeText.scope(row[1], of: "the scope of acceptance \(row[0] as Int64)"),
        owner: row[2], reason: row[3], created: row.time(at: 4), expires: row.optionalTime(at: 5),
        removed: row.optionalTime(at: 6))
    }
  }

  static func inForce(at time: Timestamp, in db: Database) throws -> [Acceptance] {
    try all(in: db).filter { $0.isInForce(at: time) }
  }
}
