package import VmscanModel
package import VmscanOdbc

/// Tables that a configuration names, for a reader that may look into databases.
package protocol ConfigTables: Sendable {
  /// Every row, as names and values of its columns, NULL left out.
  func rows(of table: DatabaseTable) throws(OdbcError) -> [[(name: ByteText, value: ByteText)]]

  /// How many rows of a table of messages bear one of these directories of contexts.
  func messages(in table: DatabaseTable, below roots: Set<ByteText>) throws(OdbcError) -> Int
}

/// Reads such tables through unixODBC.
package struct OdbcTables: ConfigTables {
  private let limits: DatabaseLimits

  package init(limits: DatabaseLimits = DatabaseLimits()) { self.limits = limits }

  package func rows(
    of table: DatabaseTable
  ) throws(OdbcError) -> [[(name: ByteText, value: ByteText)]] {
    let connection = try OdbcConnection(table.usableConnection(), limits: limits)
    let query = "SELECT * FROM \(try table.statementName())"
    let columns = try connection.columns(of: query + " WHERE 1 = 0")
    // Numbers and dates come in words, as Asterisk takes them.
    let texts = OdbcRows(
      columns.map { .text(width: 4 * max(16, min($0.size, 1024))) }, capacity: 64)
    var rows: [[(name: ByteText, value: ByteText)]] = []
    try connection.query(query, into: texts) { row throws(OdbcError) in
      rows.append(
        columns.indices.compactMap { column in
          texts.text(column, row).map { (columns[column].name, $0) }
        })
    }
    return rows
  }

  package func messages(
    in table: DatabaseTable, below roots: Set<ByteText>
  ) throws(OdbcError) -> Int {
    try MessageRows(table, limits: limits, now: Timestamp(0)).list(roots: roots).rows
  }
}
