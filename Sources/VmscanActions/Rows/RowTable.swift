import Glibc
package import VmscanModel
import VmscanOdbc

/// A table of messages as an action changes it: short transactions over one connection, while no
/// other vmscan changes the same table.
package final class RowTable {
  /// The name reports and the journal use.
  package let place: ByteText
  let shape: RowShape
  private let table: DatabaseTable
  private var connection: OdbcConnection

  private static let limits = DatabaseLimits(query: 30)
  /// Bytes of a recording that one statement carries.
  private static let piece = 1 << 18
  /// How often, every 50 ms, the end of another session is waited for.
  private static let patience = 60

  /// Connects, and waits up to three seconds for the session of a vmscan that was stopped to end, so
  /// that what is read afterwards is what stays.
  ///
  /// - Throws: `OdbcError`, or `PurgeRefusal` when another vmscan has the table or its rows cannot
  ///   be changed safely.
  package init(_ table: DatabaseTable) throws {
    self.table = table
    place = table.place
    let name = try table.statementName()
    connection = try Self.connect(table, name)
    shape = try RowShape(name, connection)
    if let why = try shape.doubt(connection) {
      throw PurgeRefusal.rowsUnchangeable(place, why)
    }
    rollback()
  }

  /// Connects anew after the connection was lost.
  func reconnect() throws { connection = try Self.connect(table, shape.table) }

  private static func connect(_ table: DatabaseTable, _ name: String) throws -> OdbcConnection {
    let connection = try OdbcConnection(
      table.usableConnection(), for: .changing, limits: limits)
    switch connection.engine {
    case .postgres:
      try connection.change("SET lock_timeout = 500")
      try connection.change("SET statement_timeout = 10000")
    case .mariadb:
      try connection.change(
        "SET SESSION innodb_lock_wait_timeout = 1, lock_wait_timeout = 1, max_statement_time = 10")
    case .other(let system):
      throw PurgeRefusal.rowsUnchangeable(
        table.place, "the database is \(system.isEmpty ? "unknown" : system)")
    }
    try connection.commit()
    for attempt in 1...patience {
      if try own(name, connection) {
        try connection.commit()
        return connection
      }
      if attempt < patience { usleep(50_000) }
    }
    throw PurgeRefusal.anotherRunActive("on \(table.place), by a session of the database")
  }

  /// Takes the lock that ends with the session.
  private static func own(_ name: String, _ connection: OdbcConnection) throws(OdbcError) -> Bool {
    let answer = OdbcRows([.digits], capacity: 1)
    var isOwn = false
    try connection.query(
      connection.engine == .mariadb
        ? "SELECT GET_LOCK(LEFT(CONCAT('vmscan ', DATABASE(), ' \(name)'), 64), 0)"
        : "SELECT CASE WHEN pg_try_advisory_lock(hashtext('vmscan \(name)')) THEN 1 ELSE 0 END",
      into: answer
    ) { row throws(OdbcError) in isOwn = answer.number(0, row) == 1 }
    return isOwn
  }

  // MARK: - Reading

  /// The messages of a folder, by number; locked until the transaction ends, if asked for.
  ///
  /// - Throws: `OdbcError`, or `FolderRefusal` when a number stands twice or a collation adds rows of
  ///   another folder.
  func rows(of dir: ByteText, locking: Bool = false) throws -> [TableRow] {
    let buffers = OdbcRows(
      [.bytes(width: 4096), .digits, .digits] + shape.columns.map(\.form), capacity: 32)
    let names = (["dir", "msgnum", shape.length] + shape.columns.map(\.quoted))
      .joined(separator: ", ")
    var (rows, strange): ([TableRow], String?) = ([], nil)
    try connection.query(
      "SELECT \(names) FROM \(shape.table) WHERE dir = ?" + (locking ? " FOR UPDATE" : ""),
      parameters: [dir], into: buffers
    ) { row throws(OdbcError) in
      guard buffers.text(0, row) == dir else {
        strange = "the database takes another folder's path for the same"
        return
      }
      guard let number = buffers.number(1, row).flatMap({ Int32(exactly: $0) }) else {
        strange = "a row has no number as msgnum"
        return
      }
      let values = shape.columns.indices.map { buffers.text($0 + 3, row) }
      if shape.columns.indices.contains(where: { buffers.isCut($0 + 3, row) }) {
        strange = "a column of row \(number) is too long to be kept whole"
      }
      if number >= 0 {
        rows.append(
          TableRow(
            number: number, length: buffers.number(2, row), values: values,
            columns: shape.columns))
      }
    }
    rows.sort { $0.number < $1.number }
    if zip(rows, rows.dropFirst()).contains(where: { $0.number == $1.number }) {
      strange = "a number stands for two messages"
    }
    if let strange { throw FolderRefusal.unreadable(strange) }
    return rows
  }

  /// Hands over the recording of a row piece by piece.
  ///
  /// - Throws: `OdbcError`, `FolderRefusal.folderChanged` when it became shorter, and what `body`
  ///   throws.
  func recording(
    of row: TableRow, in dir: ByteText, _ body: ([UInt8]) throws -> Void
  ) throws {
    var offset: Int64 = 0
    let buffer = OdbcRows([.text(width: 2 * Self.piece + 2)], capacity: 1)
    while offset < row.length ?? 0 {
      var bytes: [UInt8] = []
      try connection.query(
        "SELECT \(shape.digits(from: offset, count: Self.piece)) FROM \(shape.table) "
          + "WHERE \(shape.isThere(row.number))", parameters: [dir], into: buffer
      ) { row throws(OdbcError) in bytes = buffer.value(0, row).map(HexDigits.bytes) ?? [] }
      guard !bytes.isEmpty else { throw FolderRefusal.folderChanged }
      try body(bytes)
      offset += Int64(bytes.count)
    }
  }

  /// SHA-256 of the recording of a row in hexadecimal digits; `nil` when the row is gone.
  func digest(ofRow number: Int32, in dir: ByteText) throws(OdbcError) -> String? {
    let buffer = OdbcRows([.text(width: 80)], capacity: 1)
    var digest: String?
    try connection.query(
      "SELECT \(shape.digest) FROM \(shape.table) WHERE \(shape.isThere(number))",
      parameters: [dir], into: buffer
    ) { row throws(OdbcError) in digest = buffer.text(0, row).map { "\($0)" } }
    return digest
  }

  // MARK: - Changing

  /// Removes a row whose recording has a digest; says whether it was exactly one.
  func delete(_ row: TableRow, in dir: ByteText, digest: String) throws(OdbcError) -> Bool {
    try connection.change(
      "DELETE FROM \(shape.table) WHERE \(shape.isThere(row.number))\(identity(row)) AND "
        + "\(shape.digest) = ?", parameters: [dir] + named(row) + [ByteText(digest)]) == 1
  }

  /// Gives a row another number; says whether it was exactly one.
  func renumber(_ row: TableRow, to number: Int32, in dir: ByteText) throws(OdbcError) -> Bool {
    try connection.change(
      "UPDATE \(shape.table) SET msgnum = \(shape.number(number)) WHERE "
        + "\(shape.isThere(row.number))\(identity(row))", parameters: [dir] + named(row)) == 1
  }

  /// Inserts a row without its recording.
  ///
  /// `values`: by the name of the column; columns that the table no longer has are left out.
  func insert(
    _ values: [String: ByteText], as number: Int32, in dir: ByteText
  ) throws(OdbcError) {
    let columns = shape.columns.filter { values[$0.name] != nil }
    let names = ["dir", "msgnum", "recording"] + columns.map(\.quoted)
    let marks = ["?", shape.number(number), "''"] + columns.map(shape.parameter)
    try connection.change(
      "INSERT INTO \(shape.table) (\(names.joined(separator: ", "))) "
        + "VALUES (\(marks.joined(separator: ", ")))",
      parameters: [dir] + columns.compactMap { values[$0.name] })
  }

  /// Puts more behind the recording of a row.
  func lengthen(_ number: Int32, in dir: ByteText, by bytes: [UInt8]) throws(OdbcError) {
    try connection.change(
      "UPDATE \(shape.table) SET recording = \(shape.longer) WHERE \(shape.isThere(number))",
      parameters: [ByteText(bytes: HexDigits.text(bytes)), dir])
  }

  func commit() throws(OdbcError) { try connection.commit() }
  func rollback() { connection.rollback() }

  private func named(_ row: TableRow) -> [ByteText] {
    row.messageID.isEmpty ? [] : [row.messageID]
  }

  private func identity(_ row: TableRow) -> String {
    row.messageID.isEmpty ? "" : " AND msg_id = ?"
  }
}
