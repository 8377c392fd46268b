package import VmscanModel
package import VmscanOdbc

/// Whether the rows of a table may be changed from here; only reads.
package struct SharedTable {
  private let place: ByteText
  private let name: String
  private let connection: OdbcConnection

  /// - Throws: `OdbcError`.
  package init(_ table: DatabaseTable) throws(OdbcError) {
    place = table.place
    name = try table.statementName()
    connection = try OdbcConnection(table.usableConnection())
  }

  /// Refuses rows that cannot be removed and brought back as they were.
  ///
  /// - Throws: `PurgeRefusal.rowsUnchangeable`, or `OdbcError`.
  package func refuseUnchangeable() throws {
    if let why = try RowShape(name, connection).doubt(connection) {
      throw PurgeRefusal.rowsUnchangeable(place, why)
    }
  }

  /// Refuses when another Asterisk seems to use the table: rows bear another spool's path, or its
  /// sessions come from another address.
  ///
  /// `roots`: the directory of contexts as this host's rows may spell it.
  /// - Throws: `PurgeRefusal.tableShared`, or `OdbcError`.
  package func refuseOthers(roots: Set<ByteText>) throws {
    let seen = [try paths(besides: roots), try sessions()].compactMap { $0 }
    guard seen.isEmpty else {
      throw PurgeRefusal.tableShared(place, seen.joined(separator: "; "))
    }
  }

  private func paths(besides roots: Set<ByteText>) throws(OdbcError) -> String? {
    let roots = roots.sorted()
    let others = roots.map { "LEFT(dir, \("\($0)".unicodeScalars.count)) <> ?" }
    let (count, example) = try answer(
      "SELECT COUNT(*), MIN(dir) FROM \(name) WHERE \(others.joined(separator: " AND "))", roots)
    return count == 0 ? nil : "\(count) rows bear another host's path, such as '\(example)'"
  }

  private func sessions() throws(OdbcError) -> String? {
    let (count, address) = try answer(
      connection.engine == .mariadb
        ? """
        SELECT COUNT(*), MIN(SUBSTRING_INDEX(host, ':', 1)) FROM information_schema.processlist
        WHERE user = SUBSTRING_INDEX(USER(), '@', 1)
          AND SUBSTRING_INDEX(host, ':', 1) <> SUBSTRING_INDEX(USER(), '@', -1)
        """
        : """
        SELECT COUNT(*), MIN(host(client_addr)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND client_addr <>
          (SELECT coalesce(client_addr, '127.0.0.1') FROM pg_stat_activity
           WHERE pid = pg_backend_pid())
        """)
    return count == 0 ? nil : "its user has sessions from another address, \(address)"
  }

  /// The only row of a query of a number and a text.
  private func answer(
    _ query: String, _ parameters: [ByteText] = []
  ) throws(OdbcError) -> (Int64, ByteText) {
    let buffer = OdbcRows([.digits, .bytes(width: 4096)], capacity: 1)
    var answer: (Int64, ByteText) = (0, "")
    try connection.query(query, parameters: parameters, into: buffer) { row throws(OdbcError) in
      answer = (buffer.number(0, row) ?? 0, buffer.text(1, row) ?? "")
    }
    return answer
  }
}
