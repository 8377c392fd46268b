import VmscanModel
import VmscanOdbc

/// How the rows of a table of messages are asked for, by the columns it has.
struct MessageQuery: Sendable {
  let table: String
  /// Why sizes of recordings are not known; `nil` when they are.
  let sizeProblem: Sentence?
  /// `msgnum` is a number in the database, too.
  let isNumbered: Bool
  let hasContext: Bool
  /// Every column by itself.
  let columns: String
  /// All in one value; `nil` where that would change one, or is not known to be faster.
  let joined: String?
  let forms: [OdbcRows.Form]
  /// Columns in which Asterisk takes no NULL.
  let playedColumns: [String]

  /// Looks at the table's columns.
  ///
  /// - Throws: `OdbcError`.
  init(_ table: DatabaseTable, _ connection: OdbcConnection) throws(OdbcError) {
    let name = try table.statementName()
    let list = try connection.columns(of: "SELECT * FROM \(name) WHERE 1 = 0")
    let found = Dictionary(
      list.map { ($0.name.lowercased, $0) }, uniquingKeysWith: { first, _ in first })
    for needed in ["dir", "msgnum"] as [ByteText] where found[needed] == nil {
      throw OdbcError(
        .otherSchema,
        detail: "\(path: table.place), named at \(table.origin), has no column '\(setting: needed)'"
      )
    }
    var length = connection.engine == .mariadb ? "LENGTH(recording)" : "OCTET_LENGTH(recording)"
    var sizeProblem: Sentence?
    if connection.engine == .postgres, found["recording"] != nil {
      let type = try Self.recordingType(connection, name)
      if type != "bytea" {
        sizeProblem = "recordings are of type \(setting: type), whose sizes are not read"
        length = "NULL"
      }
    }
    let values = MessageColumn.allCases.map { column in
      guard found[ByteText(column.name)] != nil else { return "NULL" }
      return column == .length ? length : column.name
    }
    self.table = name
    self.sizeProblem = sizeProblem
    isNumbered = found["msgnum"]?.isInteger ?? false
    hasContext = found["context"] != nil
    columns = values.joined(separator: ", ")
    let isFaithful = connection.engine == .postgres && Self.areTextsWhole(found)
    joined = isFaithful ? JoinedRow.expression(of: values) : nil
    forms = MessageColumn.allCases.map { Self.form($0, found) }
    playedColumns = UnplayableRows.columns.map(\.name).filter { found[ByteText($0)] != nil }
  }

  /// Text for as many rows as `forms` describes.
  func text(_ values: String, paths: Int) -> String {
    let marks = repeatElement("?", count: paths).joined(separator: ",")
    let messages = isNumbered ? "msgnum >= 0 AND " : ""
    return "SELECT \(values) FROM \(table) WHERE \(messages)dir IN (\(marks))"
  }

  /// Whether a cast to text leaves every column as it is; one of fixed length would lose its blanks.
  private static func areTextsWhole(_ found: [ByteText: OdbcColumn]) -> Bool {
    MessageColumn.allCases.allSatisfy { column in
      guard column != .length, let column = found[ByteText(column.name)] else { return true }
      return column.isInteger || column.isVaryingText
    }
  }

  /// `bytea`, or `oid` and `lo` where recordings are large objects.
  private static func recordingType(
    _ connection: OdbcConnection, _ table: String
  ) throws(OdbcError) -> ByteText {
    let buffer = OdbcRows([.bytes(width: 128)], capacity: 1)
    var type: ByteText = "unknown"
    try connection.query(
      """
      SELECT format_type(atttypid, NULL) FROM pg_attribute
      WHERE attrelid = '\(table)'::regclass AND attname = 'recording'
      """, into: buffer
    ) { row throws(OdbcError) in type = buffer.text(0, row) ?? type }
    return type
  }

  private static func form(
    _ column: MessageColumn, _ found: [ByteText: OdbcColumn]
  ) -> OdbcRows.Form {
    switch column {
    case .msgnum, .origtime, .duration, .length: .digits
    case .dir, .callerid, .flag, .context, .messageID:
      // Four bytes for a character at most.
      .bytes(width: 4 * max(8, min(found[ByteText(column.name)]?.size ?? 8, 1024)))
    }
  }
}
