import VmscanModel
import VmscanOdbc

/// How the rows of a table of messages are asked for, by the columns it has.
struct MessageQuery: Sendable {
  let table: String
  /// What the table's columns leave unknown.
  let gaps: [Sentence]
  /// `dir` without the blanks that fill a column of fixed length.
  let path: String
  /// `msgnum` is a number in the database, too.
  let isNumbered: Bool
  let hasContext: Bool
  private let columns: String
  /// Rows of the table by PostgreSQL's own reckoning; 0 where it has none.
  let estimatedRows: Int
  /// Whether `COPY` writes every column as the driver does.
  let canCopy: Bool
  let forms: [OdbcRows.Form]
  /// Columns in which Asterisk takes no NULL.
  let playedColumns: [String]

  /// Columns without which a report would say less than it seems to.
  private static let needed = ["callerid", "origtime", "duration", "recording"]

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
    let missing = Self.needed.filter { found[ByteText($0)] == nil }
    var gaps: [Sentence] = []
    if !missing.isEmpty {
      gaps.append(
        """
        it has no \(setting: ByteText(missing.joined(separator: ", "))), as Asterisk's tables have, so \
        that nothing is known of it; name the table that Asterisk uses
        """)
    }
    var length = connection.engine == .mariadb ? "LENGTH(recording)" : "OCTET_LENGTH(recording)"
    var estimatedRows = 0
    if connection.engine == .postgres, found["recording"] != nil {
      let type: ByteText
      (type, estimatedRows) = try Self.recordingType(connection, name)
      if type != "bytea" {
        gaps.append("recordings are of type \(setting: type), whose sizes are not read")
        length = "NULL"
      }
    }
    let values = MessageColumn.allCases.map { column in
      guard let known = found[ByteText(column.name)] else { return "NULL" }
      guard column != .length else { return length }
      return known.isFixedText ? "RTRIM(\(column.name))" : column.name
    }
    self.table = name
    self.gaps = gaps
    self.estimatedRows = estimatedRows
    path = values[MessageColumn.dir.rawValue]
    isNumbered = found["msgnum"]?.isInteger ?? false
    hasContext = found["context"] != nil
    columns = values.joined(separator: ", ")
    canCopy = connection.engine == .postgres && Self.areTextsWhole(found)
    forms = MessageColumn.allCases.map { Self.form($0, found) }
    playedColumns = UnplayableRows.columns.map(\.name).filter { found[ByteText($0)] != nil }
  }

  /// The messages of folders, by their paths as parameters.
  func text(paths: Int) -> String {
    let marks = repeatElement("?", count: paths).joined(separator: ",")
    return "\(beginning)(\(marks))"
  }

  /// The same with the paths in it, for PostgreSQL, which takes no parameters for `COPY`.
  func text(paths: [ByteText]) -> [UInt8] {
    var text = Array(beginning.utf8)
    for (index, path) in paths.enumerated() {
      text += Array(index == 0 ? "(E'".utf8 : ",E'".utf8)
      for byte in path.bytes {
        if byte == 0x27 || byte == 0x5C { text.append(byte) }
        text.append(byte)
      }
      text.append(0x27)
    }
    return text + [0x29]
  }

  private var beginning: String {
    "SELECT \(columns) FROM \(table) WHERE \(isNumbered ? "msgnum >= 0 AND " : "")dir IN "
  }

  /// Whether every column is a number or text that is stored as it is.
  private static func areTextsWhole(_ found: [ByteText: OdbcColumn]) -> Bool {
    MessageColumn.allCases.allSatisfy { column in
      guard column != .length, let column = found[ByteText(column.name)] else { return true }
      return column.isInteger || column.isVaryingText
    }
  }

  /// `bytea`, or `oid` and `lo` where recordings are large objects; and how many rows there may be.
  private static func recordingType(
    _ connection: OdbcConnection, _ table: String
  ) throws(OdbcError) -> (type: ByteText, rows: Int) {
    let buffer = OdbcRows([.bytes(width: 128), .digits], capacity: 1)
    var (type, rows): (ByteText, Int) = ("unknown", 0)
    try connection.query(
      """
      SELECT format_type(atttypid, NULL), CAST(reltuples AS bigint)
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE attrelid = '\(table)'::regclass AND attname = 'recording'
      """, into: buffer
    ) { row throws(OdbcError) in
      type = buffer.text(0, row) ?? type
      rows = Int(max(0, buffer.number(1, row) ?? 0))
    }
    return (type, rows)
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
