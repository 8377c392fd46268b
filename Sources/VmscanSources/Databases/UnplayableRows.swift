package import VmscanModel
import VmscanOdbc

/// Rows with NULL where Asterisk's ODBC storage takes none (`retrieve_file` of app_voicemail).
///
/// It stops at that column, so that the message is not played. Seen with 16.28 and 22.10.
package struct UnplayableRows: Sendable {
  /// Columns without which a message is not read, and what they hold where nothing is known.
  static let columns: [(name: String, empty: String)] = [
    ("context", "''"), ("macrocontext", "''"), ("callerid", "''"), ("flag", "''"),
    ("origtime", "0"), ("duration", "0"),
  ]

  /// The table as Asterisk writes it into its statements.
  package var table: String
  /// Rows of messages, whatever host's path they bear.
  package var rows: Int
  /// Columns that are NULL in some of them.
  package var names: [String]

  /// What stands against the messages, with the place of the table.
  package func detail(_ place: ByteText) -> Sentence {
    """
    \(rows, "row") of \(path: place) cannot be played, because Asterisk takes no NULL in \
    \(setting: ByteText(names.joined(separator: ", ")))
    """
  }

  /// Statements that PostgreSQL and MariaDB take.
  package var remedy: String {
    "run in that database: "
      + Self.columns.filter { names.contains($0.name) }.map { name, empty in
        "UPDATE \(table) SET \(name) = \(empty) WHERE \(name) IS NULL; "
          + "ALTER TABLE \(table) ALTER COLUMN \(name) SET DEFAULT \(empty);"
      }.joined(separator: " ")
  }
}

extension MessageRows {
  /// - Throws: `OdbcError`.
  func unplayable() throws(OdbcError) -> UnplayableRows? {
    let names = query.playedColumns
    guard !names.isEmpty else { return nil }
    let missing = names.map { "\($0) IS NULL" }
    func count(_ condition: String) -> String { "SUM(CASE WHEN \(condition) THEN 1 ELSE 0 END)" }
    let counts = ([missing.joined(separator: " OR ")] + missing).map(count)
    let messages = query.isNumbered ? " WHERE msgnum >= 0" : ""
    let answer = OdbcRows(counts.map { _ in .digits }, capacity: 1)
    var found = UnplayableRows(table: query.table, rows: 0, names: [])
    try connection.query(
      "SELECT \(counts.joined(separator: ", ")) FROM \(query.table)\(messages)", into: answer
    ) { row throws(OdbcError) in
      found.rows = Int(answer.number(0, row) ?? 0)
      found.names = names.indices.filter { answer.number($0 + 1, row) ?? 0 > 0 }.map { names[$0] }
    }
    return found.rows > 0 ? found : nil
  }
}
