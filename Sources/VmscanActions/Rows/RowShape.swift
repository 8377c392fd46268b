import VmscanModel
import VmscanOdbc

/// The columns of a table of messages, and how its database spells what is done to them.
struct RowShape: Sendable {
  struct Column: Sendable {
    var name: String
    /// As in a statement.
    var quoted: String
    /// What a text becomes before it is stored; `nil` where the database does so by itself.
    var type: String?
    var form: OdbcRows.Form
  }

  let table: String
  let engine: OdbcConnection.Engine
  /// Every column but `dir`, `msgnum` and `recording`, in the table's order.
  let columns: [Column]
  private let isNumbered: Bool

  private static let ownColumns = ["dir", "msgnum", "recording"]
  /// `SQL_…` codes of text that comes as it is stored.
  private static let texts: Set<Int16> = [1, 12, -1, -8, -9, -10]

  /// Looks at a table.
  ///
  /// - Throws: `OdbcError`, also when columns are missing that no message is without.
  init(_ table: String, _ connection: OdbcConnection) throws(OdbcError) {
    self.table = table
    engine = connection.engine
    let found = try connection.columns(of: "SELECT * FROM \(table) WHERE 1 = 0")
    let types = try Self.types(table, connection)
    let names = found.map { "\($0.name)" }
    for needed in Self.ownColumns where !names.contains(where: { $0.lowercased() == needed }) {
      throw OdbcError(.otherSchema, detail: "it has no column '\(setting: ByteText(needed))'")
    }
    isNumbered = zip(names, found).contains { $0.lowercased() == "msgnum" && $1.isInteger }
    var columns: [Column] = []
    for (name, column) in zip(names, found) where !Self.ownColumns.contains(name.lowercased()) {
      guard !name.contains(where: { "\"`\\".contains($0) }) else {
        throw OdbcError(
          .otherSchema, detail: "its column '\(setting: column.name)' has an unusable name")
      }
      let width = 4 * max(16, min(column.size, 16384)) + 1
      columns.append(
        Column(
          name: name, quoted: engine == .mariadb ? "`\(name)`" : "\"\(name)\"",
          type: types[name],
          form: Self.texts.contains(column.type) ? .bytes(width: width) : .text(width: width)))
    }
    self.columns = columns
  }

  private static func types(
    _ table: String, _ connection: OdbcConnection
  ) throws(OdbcError) -> [String: String] {
    guard connection.engine == .postgres else { return [:] }
    let buffers = OdbcRows([.bytes(width: 256), .bytes(width: 256)], capacity: 64)
    var types: [String: String] = [:]
    try connection.query(
      """
      SELECT CAST(attname AS text), format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = '\(table)'::regclass AND attnum > 0 AND NOT attisdropped
      """, into: buffers
    ) { row throws(OdbcError) in
      guard let name = buffers.text(0, row), let type = buffers.text(1, row) else { return }
      types["\(name)"] = "\(type)"
    }
    return types
  }

  /// Why rows of the table cannot be removed and brought back as they were.
  func doubt(_ connection: OdbcConnection) throws(OdbcError) -> String? {
    if case .other(let system) = engine {
      return "the database is \(system.isEmpty ? "unknown" : system)"
    }
    let answer = OdbcRows([.bytes(width: 256)], capacity: 1)
    var word = ""
    let isMariaDB = engine == .mariadb
    try connection.query(
      isMariaDB
        ? """
        SELECT engine FROM information_schema.tables
        WHERE table_name = SUBSTRING_INDEX('\(table)', '.', -1) AND table_schema =
          IF(LOCATE('.', '\(table)'), SUBSTRING_INDEX('\(table)', '.', 1), DATABASE())
        """
        : """
        SELECT format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = '\(table)'::regclass AND attname = 'recording'
        """, into: answer
    ) { row throws(OdbcError) in word = answer.text(0, row).map { "\($0)" } ?? "" }
    if isMariaDB {
      return word.lowercased() == "innodb"
        ? nil : "its engine \(word) takes nothing back; 'ALTER TABLE … ENGINE=InnoDB' makes it safe"
    }
    return word == "bytea"
      ? nil : "its recordings are of type \(word), whose contents lie elsewhere"
  }

  // MARK: - Words of statements

  var length: String { engine == .mariadb ? "LENGTH(recording)" : "OCTET_LENGTH(recording)" }

  /// SHA-256 of the recording in lower-case hexadecimal digits.
  var digest: String {
    engine == .mariadb ? "SHA2(recording, 256)" : "ENCODE(SHA256(recording), 'hex')"
  }

  /// A part of the recording in hexadecimal digits.
  func digits(from offset: Int64, count: Int) -> String {
    let part = "SUBSTRING(recording FROM \(offset + 1) FOR \(count))"
    return engine == .mariadb ? "HEX(\(part))" : "ENCODE(\(part), 'hex')"
  }

  /// The recording with more behind it, which a parameter gives in hexadecimal digits.
  var longer: String {
    engine == .mariadb ? "CONCAT(recording, UNHEX(?))" : "recording || DECODE(?, 'hex')"
  }

  /// A message number, which old schemas keep as text.
  func number(_ number: Int32) -> String { isNumbered ? "\(number)" : "'\(number)'" }

  func isThere(_ number: Int32) -> String { "dir = ? AND msgnum = \(self.number(number))" }

  /// A parameter for a column.
  func parameter(_ column: Column) -> String { column.type.map { "CAST(? AS \($0))" } ?? "?" }
}
