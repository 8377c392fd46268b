import GRDB
package import VmscanModel

extension HistoryStore {
  /// Stores a new hold; its own id is ignored.
  ///
  /// - Returns: The hold with its id.
  /// - Throws: `StoreError`.
  package func addHold(_ hold: Hold) throws -> Hold {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO hold (scope, matter, owner, note, placed, until, released, releasedBy)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          try ScopeText.text(hold.scope), hold.matter, hold.owner, hold.note,
          hold.placed.epochSeconds, hold.until?.epochSeconds, hold.released?.epochSeconds,
          hold.releasedBy,
        ])
      var stored = hold
      stored.id = db.lastInsertedRowID
      return stored
    }
  }

  /// Holds by id: all that were ever placed, or those in force at a time.
  package func holds(inForceAt time: Timestamp? = nil) throws -> [Hold] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT id, scope, matter, owner, note, placed, until, released, releasedBy
          FROM hold ORDER BY id
          """)
      let holds = try rows.map { row in
        Hold(
          id: row[0],
          scope: try ScopeText.scope(row[1], of: "the scope of hold \(row[0] as Int64)"),
          matter: row[2], owner: row[3], note: row[4], placed: row.time(at: 5),
          until: row.optionalTime(at: 6), released: row.optionalTime(at: 7), releasedBy: row[8])
      }
      guard let time else { return holds }
      return holds.filter { $0.isInForce(at: time) }
    }
  }

  /// Ends a hold; it stays in the list.
  ///
  /// - Returns: Whether there was such a hold that had not been released.
  /// - Throws: `StoreError`.
  package func releaseHold(_ id: Int64, by actor: String, at time: Timestamp) throws -> Bool {
    try write { db in
      try db.execute(
        sql: "UPDATE hold SET released = ?, releasedBy = ? WHERE id = ? AND released IS NULL",
        arguments: [time.epochSeconds, actor, id])
      return db.changesCount > 0
    }
  }
}
