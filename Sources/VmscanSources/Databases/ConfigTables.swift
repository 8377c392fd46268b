package import VmscanModel
package import VmscanOdbc

/// Tables that a configuration names, for a reader that may look into databases.
package protocol ConfigTables: Sendable {
  /// Every row.
  func rows(of table: DatabaseTable) throws(OdbcError) -> TableRows

  /// How many rows of a table of messages bear one of these directories of contexts.
  func messages(in table: DatabaseTable, below roots: Set<ByteText>) throws(OdbcError) -> Int
}

/// A table of a configuration, as it is kept.
package struct TableRows: Sendable {
  /// `nil` for a database whose statements are not known.
  package var dialect: RealtimeRow.Dialect?
  package var columns: [(name: ByteText, isNumber: Bool)]
  /// A value for each column, `nil` for NULL.
  package var rows: [[ByteText?]]

  package init(
    dialect: RealtimeRow.Dialect?, columns: [(name: ByteText, isNumber: Bool)], rows: [[ByteText?]]
  ) {
    self.dialect = dialect
    self.columns = columns
    self.rows = rows
  }
}

/// Reads such tables through unixODBC.
package struct OdbcTables: ConfigTables {
  private let limits: DatabaseLimits

  package init(limits: DatabaseLimits = DatabaseLimits()) { self.limits = limits }

  package func rows(of table: DatabaseTable) throws(OdbcError) -> TableRows {
    let connection = try OdbcConnection(table.usableConnection(), limits: limits)
    let query = "SELECT * FROM \(try table.statementName())"
    let columns = try connection.columns(of: query + " WHERE 1 = 0")
    // Numbers and dates come in words, as Asterisk takes them.
    let texts = OdbcRows(
      columns.map { .text(width: 4 * max(16, min($0.size, 1024))) }, capacity: 64)
    var rows: [[ByteText?]] = []
    try connection.query(query, into: texts) { row throws(OdbcError) in
      rows.append(columns.indices.map { texts.text($0, row) })
    }
    let dialect: RealtimeRow.Dialect? =
      switch connection.engine {
      case .postgres: .postgres
      case .mariadb: .mariadb
      case .other: nil
      }
    return TableRows(
      dialect: dialect, columns: columns.map { ($0.name, $0.isInteger) }, rows: rows)
  }

  package func messages(
    in table: DatabaseTable, below roots: Set<ByteText>
  ) throws(OdbcError) -> Int {
    try MessageRows(table, limits: limits, now: Timestamp(0)).list(roots: roots).rows
  }

  /// Rows of messages that Asterisk cannot play; `nil` when there are none.
  ///
  /// - Throws: `OdbcError`.
  package func unplayable(in table: DatabaseTable) throws(OdbcError) -> UnplayableRows? {
    try MessageRows(table, limits: limits, now: Timestamp(0)).unplayable()
  }
}
