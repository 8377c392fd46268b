import VmscanModel
import VmscanOdbc

/// Reads the messages that ODBC storage keeps as rows (`STORE`, `RETRIEVE` of app_voicemail).
///
/// Audio is never selected, only its length. Everything is read in one snapshot.
final class MessageRows {
  /// Columns in the order of the query.
  private enum Column: Int, CaseIterable {
    case dir, msgnum, callerid, origtime, duration, length, flag, context, messageID

    var name: String {
      switch self {
      case .length: "recording"
      case .messageID: "msg_id"
      default: "\(self)"
      }
    }
  }

  /// Bytes of `recording` when the audio lies in a file (`AUDMAGIC`).
  static let markerLength: Int64 = 8

  let table: DatabaseTable
  /// Why sizes of recordings are not known; `nil` when they are.
  private(set) var sizeProblem: Sentence?
  private let connection: OdbcConnection
  private let select: String
  /// `msgnum` is a number in the database, too.
  private let isNumbered: Bool
  private let hasContext: Bool
  private let rows: OdbcRows
  private let now: Timestamp

  /// Connects and looks at the table's columns.
  ///
  /// - Throws: `OdbcError`.
  init(_ table: DatabaseTable, limits: DatabaseLimits, now: Timestamp) throws(OdbcError) {
    self.table = table
    self.now = now
    connection = try OdbcConnection(table.usableConnection(), limits: limits)
    let name = try table.statementName()
    let found = try connection.columns(of: "SELECT * FROM \(name) WHERE 1 = 0")
    let columns = Dictionary(
      found.map { ($0.name.lowercased, $0) }, uniquingKeysWith: { first, _ in first })
    for needed in ["dir", "msgnum"] as [ByteText] where columns[needed] == nil {
      throw OdbcError(
        .otherSchema,
        detail: "\(path: table.place), named at \(table.origin), has no column '\(setting: needed)'"
      )
    }
    isNumbered = columns["msgnum"]?.isInteger ?? false
    hasContext = columns["context"] != nil
    var length = Self.length(connection.engine)
    if connection.engine == .postgres, columns["recording"] != nil {
      let type = try Self.recordingType(connection, name)
      if type != "bytea" {
        sizeProblem = "recordings are of type \(setting: type), whose sizes are not read"
        length = "NULL"
      }
    }
    select = Self.select(columns, length: length) + " FROM \(name)"
    rows = OdbcRows(Column.allCases.map { Self.form($0, columns) })
  }

  /// Every folder that has rows, or those of certain paths.
  ///
  /// - Throws: `OdbcError`.
  func list(
    roots: Set<ByteText>, paths: [ByteText] = []
  ) throws(OdbcError) -> RowListing {
    var listing = RowListing(roots: roots)
    let marks = paths.map { _ in "?" }.joined(separator: ",")
    let table = try table.statementName() + (paths.isEmpty ? "" : " WHERE dir IN (\(marks))")
    let messages = isNumbered ? "SUM(CASE WHEN msgnum >= 0 THEN 1 ELSE 0 END)" : "COUNT(*)"
    let buffers = OdbcRows([.bytes(width: 4096), .digits, .digits, .digits])
    // A collation may take paths for equal that differ in case.
    let spellings =
      connection.engine == .mariadb
      ? "CASE WHEN MIN(CAST(dir AS BINARY)) = MAX(CAST(dir AS BINARY)) THEN 1 ELSE 2 END" : "1"
    var isAmbiguous = false
    try connection.query(
      "SELECT dir, \(messages), COUNT(*), \(spellings) FROM \(table) GROUP BY dir",
      parameters: paths, into: buffers
    ) { row throws(OdbcError) in
      isAmbiguous = isAmbiguous || buffers.number(3, row) != 1
      Self.add(row, of: buffers, to: &listing)
    }
    if isAmbiguous {
      listing = RowListing(roots: roots)
      try connection.query(
        "SELECT MIN(dir), \(messages), COUNT(*), 1 FROM \(table) GROUP BY CAST(dir AS BINARY)",
        parameters: paths, into: buffers
      ) { row throws(OdbcError) in Self.add(row, of: buffers, to: &listing) }
    }
    listing.finish()
    return listing
  }

  private static func add(_ row: Int, of rows: OdbcRows, to listing: inout RowListing) {
    listing.add(
      rows.text(0, row) ?? "", messages: Int(rows.number(1, row) ?? 0),
      rows: Int(rows.number(2, row) ?? 0))
  }

  /// Reads the messages of mailboxes, in their order, with the folders that `list` found.
  ///
  /// - Throws: `OdbcError`.
  func read(_ mailboxes: ArraySlice<RowListing.Mailbox>) throws(OdbcError) -> [SpoolMailbox] {
    var page = RowPage(mailboxes, table: table.place, now: now)
    guard !page.paths.isEmpty else { return page.finished() }
    let marks = page.paths.map { _ in "?" }.joined(separator: ",")
    let (rows, hasContext) = (rows, hasContext)
    try connection.query(
      "\(select) WHERE \(isNumbered ? "msgnum >= 0 AND " : "")dir IN (\(marks))",
      parameters: page.paths, into: rows
    ) { row throws(OdbcError) in
      page.add(
        RowFields(
          path: rows.value(Column.dir.rawValue, row),
          number: rows.number(Column.msgnum.rawValue, row),
          callerID: rows.value(Column.callerid.rawValue, row),
          origtime: rows.number(Column.origtime.rawValue, row),
          duration: rows.number(Column.duration.rawValue, row),
          length: rows.number(Column.length.rawValue, row),
          flag: rows.value(Column.flag.rawValue, row),
          isWithoutContext: hasContext
            && rows.value(Column.context.rawValue, row)?.isEmpty ?? true,
          messageID: rows.value(Column.messageID.rawValue, row)))
    }
    return page.finished()
  }

  // MARK: - The statement

  private static func length(_ engine: OdbcConnection.Engine) -> String {
    engine == .mariadb ? "LENGTH(recording)" : "OCTET_LENGTH(recording)"
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

  private static func select(_ columns: [ByteText: OdbcColumn], length: String) -> String {
    "SELECT "
      + Column.allCases.map { column in
        guard columns[ByteText(column.name)] != nil else { return "NULL" }
        return column == .length ? length : column.name
      }.joined(separator: ", ")
  }

  private static func form(
    _ column: Column, _ columns: [ByteText: OdbcColumn]
  ) -> OdbcRows.Form {
    switch column {
    case .msgnum, .origtime, .duration, .length: .digits
    case .dir, .callerid, .flag, .context, .messageID:
      // Four bytes for a character at most.
      .bytes(width: 4 * max(8, min(columns[ByteText(column.name)]?.size ?? 8, 1024)))
    }
  }
}
