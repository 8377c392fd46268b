import VmscanModel
import VmscanOdbc

/// Reads the messages that ODBC storage keeps as rows (`STORE`, `RETRIEVE` of app_voicemail).
///
/// Audio is never selected, only its length. Everything is read in one snapshot.
final class MessageRows {
  /// Bytes of `recording` when the audio lies in a file (`AUDMAGIC`).
  static let markerLength: Int64 = 8

  let table: DatabaseTable
  let connection: OdbcConnection
  let query: MessageQuery
  private let now: Timestamp
  /// Buffers for every column by itself, and for all of them in one value.
  private let rows: OdbcRows
  private let joinedRows: OdbcRows

  /// Connects and looks at the table's columns.
  ///
  /// - Throws: `OdbcError`.
  convenience init(
    _ table: DatabaseTable, limits: DatabaseLimits, now: Timestamp
  ) throws(OdbcError) {
    let connection = try OdbcConnection(
      table.usableConnection(), limits: limits, moment: .shared)
    let query = try MessageQuery(table, connection)
    self.init(table, query, connection, now: now)
  }

  private init(
    _ table: DatabaseTable, _ query: MessageQuery, _ connection: OdbcConnection, now: Timestamp
  ) {
    self.table = table
    self.query = query
    self.connection = connection
    self.now = now
    rows = OdbcRows(query.forms)
    joinedRows = OdbcRows([.bytes(width: query.forms.reduce(query.forms.count) { $0 + $1.width })])
  }

  /// Reads the same snapshot over a connection of its own; `nil` where there can be none.
  func twin() -> sending MessageRows? {
    guard let other = connection.twin() else { return nil }
    return MessageRows(table, query, other, now: now)
  }

  /// Why sizes of recordings are not known; `nil` when they are.
  var sizeProblem: Sentence? { query.sizeProblem }

  /// Every folder that has rows, or those of certain paths.
  ///
  /// - Throws: `OdbcError`.
  func list(
    roots: Set<ByteText>, paths: [ByteText] = []
  ) throws(OdbcError) -> RowListing {
    var listing = RowListing(roots: roots)
    let marks = paths.map { _ in "?" }.joined(separator: ",")
    let table = query.table + (paths.isEmpty ? "" : " WHERE dir IN (\(marks))")
    let messages = query.isNumbered ? "SUM(CASE WHEN msgnum >= 0 THEN 1 ELSE 0 END)" : "COUNT(*)"
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
    let page = RowPage(mailboxes, table: table.place, now: now)
    guard !page.paths.isEmpty else { return page.finished() }
    if let joined = query.joined, let filled = try readJoined(joined, page) {
      return filled.finished()
    }
    return try readColumns(page).finished()
  }

  /// `nil` when a row cannot be taken apart again.
  private func readJoined(_ joined: String, _ empty: RowPage) throws(OdbcError) -> RowPage? {
    var (page, isCertain) = (empty, true)
    let (rows, hasContext) = (joinedRows, query.hasContext)
    try connection.query(
      query.text(joined, paths: page.paths.count), parameters: page.paths, into: rows
    ) { row throws(OdbcError) in
      guard !rows.isCut(0, row), let value = rows.value(0, row),
        let fields = JoinedRow.fields(value, hasContext: hasContext)
      else {
        isCertain = false
        return
      }
      page.add(fields)
    }
    return isCertain ? page : nil
  }

  private func readColumns(_ empty: RowPage) throws(OdbcError) -> RowPage {
    var page = empty
    let (rows, hasContext) = (rows, query.hasContext)
    try connection.query(
      query.text(query.columns, paths: page.paths.count), parameters: page.paths, into: rows
    ) { row throws(OdbcError) in
      func value(_ column: MessageColumn) -> UnsafeBufferPointer<UInt8>? {
        rows.value(column.rawValue, row)
      }
      func number(_ column: MessageColumn) -> Int64? { rows.number(column.rawValue, row) }
      page.add(
        RowFields(
          path: value(.dir), number: number(.msgnum), callerID: value(.callerid),
          origtime: number(.origtime), duration: number(.duration), length: number(.length),
          flag: value(.flag), isWithoutContext: hasContext && value(.context)?.isEmpty ?? true,
          messageID: value(.messageID)))
    }
    return page
  }
}
