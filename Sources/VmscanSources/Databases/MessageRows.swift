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
  private let rows: OdbcRows

  /// Connects and looks at the table's columns.
  ///
  /// - Throws: `OdbcError`.
  init(
    _ table: DatabaseTable, limits: DatabaseLimits, now: Timestamp
  ) throws(OdbcError) {
    self.table = table
    connection = try OdbcConnection(table.usableConnection(), limits: limits, isShared: true)
    query = try MessageQuery(table, connection)
    self.now = now
    rows = OdbcRows(query.forms)
  }

  /// Begins to connect again to read the same moment; `nil` where that cannot be.
  func copies() -> CopiesAhead? {
    guard query.canCopy, let invitation = connection.copyInvitation(to: query.table) else {
      return nil
    }
    return CopiesAhead { [query, place = table.place, now] in
      guard let connection = invitation.accepted() else { return nil }
      return CopiedRows(connection, query, of: place, now: now)
    }
  }

  /// What the table's columns leave unknown.
  var gaps: [Sentence] { query.gaps }

  /// Every folder that has rows, or those of certain paths.
  ///
  /// - Throws: `OdbcError`.
  func list(
    roots: Set<ByteText>, paths: [ByteText] = []
  ) throws(OdbcError) -> RowListing {
    var listing = RowListing(roots: roots)
    let marks = paths.map { _ in "?" }.joined(separator: ",")
    let table = query.table + (paths.isEmpty ? "" : " WHERE dir IN (\(marks))")
    let messages = query.isNumbered ? "COUNT(CASE WHEN msgnum >= 0 THEN 1 END)" : "COUNT(*)"
    let buffers = OdbcRows([.bytes(width: 4096), .digits, .digits, .digits])
    // A collation may take paths for equal that differ in case.
    let spellings =
      connection.engine == .mariadb
      ? "CASE WHEN MIN(CAST(dir AS BINARY)) = MAX(CAST(dir AS BINARY)) THEN 1 ELSE 2 END" : "1"
    var isAmbiguous = false
    try connection.query(
      "SELECT \(query.path), \(messages), COUNT(*), \(spellings) FROM \(table) GROUP BY dir",
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
    let (rows, hasContext) = (rows, query.hasContext)
    try connection.query(
      query.text(paths: page.paths.count), parameters: page.paths, into: rows
    ) { row throws(OdbcError) in
      page.add(RowFields(hasContext: hasContext) { rows.value($0, row) })
    }
    return page.finished()
  }
}
