import GRDB
import GRDBSQLite
import VmscanModel

/// A prepared statement that is run for very many rows, its values handed over without boxes.
///
/// GRDB's own arguments and rows cost several allocations for each; a run of 20,000 mailboxes
/// writes or compares more than 100,000 rows.
struct RawStatement {
  private let db: Database
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  /// Takes a statement that must not be in use by anything else.
  init(_ sql: String, in db: Database) throws {
    self.db = db
    statement = try db.makeStatement(sql: sql)
  }

  /// Takes a statement that is kept for the next one to ask for the same.
  init(cached sql: String, in db: Database) throws {
    self.db = db
    statement = try db.cachedStatement(sql: sql)
  }

  enum Value: Hashable {
    case number(Int64)
    case optional(Int64?)
    case bytes([UInt8])
    /// Text where it is UTF-8 without a zero byte, bytes otherwise; NULL for none.
    case text(ByteText?)
    case word(String)
    /// Text that is known to be UTF-8.
    case utf8([UInt8])
  }

  /// Runs the statement once for its effect.
  func execute(_ values: Value...) throws { try execute(values) }

  func execute(_ values: [Value]) throws {
    try bind(values)
    defer { sqlite3_reset(handle) }
    try check(sqlite3_step(handle), wants: SQLITE_DONE)
  }

  /// Runs the statement once with numbers and, last, bytes that SQLite reads where they lie.
  func execute(_ numbers: Int64..., bytes: UnsafeRawBufferPointer) throws {
    for (place, number) in numbers.enumerated() {
      try check(sqlite3_bind_int64(handle, Int32(place + 1), number), wants: SQLITE_OK)
    }
    let index = Int32(numbers.count + 1)
    // No destructor: SQLite makes no copy, so it must not know of them any longer than the call.
    try check(
      sqlite3_bind_blob64(handle, index, bytes.baseAddress, sqlite3_uint64(bytes.count), nil),
      wants: SQLITE_OK)
    defer {
      sqlite3_reset(handle)
      sqlite3_bind_null(handle, index)
    }
    try check(sqlite3_step(handle), wants: SQLITE_DONE)
  }

  /// Calls the body for every row; the row is valid within the call only.
  func forEachRow(_ values: [Value], body: (RawRow) throws -> Void) throws {
    try bind(values)
    defer { sqlite3_reset(handle) }
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      try check(code, wants: SQLITE_ROW)
      try body(RawRow(handle: handle))
    }
  }

  /// Begins to read; the row is valid on what `step` reaches, until `end`.
  func begin(_ values: [Value]) throws -> RawRow {
    try bind(values)
    return RawRow(handle: handle)
  }

  /// Goes on to the next row; `false` behind the last.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_DONE { return false }
    try check(code, wants: SQLITE_ROW)
    return true
  }

  func end() { sqlite3_reset(handle) }

  private func bind(_ values: [Value]) throws {
    for (place, value) in values.enumerated() {
      let index = Int32(place + 1)
      let code =
        switch value {
        case .number(let number): sqlite3_bind_int64(handle, index, number)
        case .optional(nil): sqlite3_bind_null(handle, index)
        case .optional(.some(let number)): sqlite3_bind_int64(handle, index, number)
        case .bytes(let bytes): bind(bytes, at: index)
        case .text(nil): sqlite3_bind_null(handle, index)
        case .text(.some(let text)):
          text.isDatabaseText
            ? text.bytes.withUnsafeBytes { bind(text: $0, at: index) } : bind(text.bytes, at: index)
        case .utf8(let bytes): bytes.withUnsafeBytes { bind(text: $0, at: index) }
        case .word(var word): word.withUTF8 { bind(text: UnsafeRawBufferPointer($0), at: index) }
        }
      try check(code, wants: SQLITE_OK)
    }
  }

  private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
    guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
    // SQLITE_TRANSIENT: SQLite makes a copy of its own.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return bytes.withUnsafeBytes {
      sqlite3_bind_blob64(handle, index, $0.baseAddress, sqlite3_uint64($0.count), transient)
    }
  }

  private func bind(text: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    guard !text.isEmpty else { return sqlite3_bind_text(handle, index, "", 0, transient) }
    return sqlite3_bind_text(
      handle, index, text.bindMemory(to: CChar.self).baseAddress, Int32(text.count), transient)
  }

  private func check(_ code: Int32, wants expected: Int32) throws {
    guard code != expected else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage,
      sql: statement.sql)
  }
}

/// The row a statement stands on.
struct RawRow {
  fileprivate let handle: OpaquePointer

  /// Hands over a blob without a copy; empty for NULL.
  func withBytes<Result>(
    at column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let start = sqlite3_column_blob(handle, column)
    return try body(
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  func bytes(at column: Int32) -> [UInt8] { withBytes(at: column) { Array($0) } }

  func text(at column: Int32) -> ByteText { ByteText(bytes: bytes(at: column)) }

  func string(at column: Int32) -> String {
    withBytes(at: column) { String(decoding: $0, as: UTF8.self) }
  }

  func isText(at column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_TEXT }

  func optionalText(at column: Int32) -> ByteText? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(at: column)
  }

  /// Whether the column holds the value; text and bytes of the same content are the same.
  func holds(_ value: RawStatement.Value, at column: Int32) -> Bool {
    switch value {
    case .number(let number), .optional(.some(let number)):
      return sqlite3_column_int64(handle, column) == number
        && sqlite3_column_type(handle, column) == SQLITE_INTEGER
    case .optional(nil), .text(nil): return sqlite3_column_type(handle, column) == SQLITE_NULL
    case .bytes(let bytes), .utf8(let bytes):
      return withBytes(at: column) { bytes.order(to: $0) == 0 }
    case .text(.some(let text)): return withBytes(at: column) { text.bytes.order(to: $0) == 0 }
    case .word(var word):
      return withBytes(at: column) { stored in
        word.withUTF8 { ByteOrder.compare(UnsafeRawBufferPointer($0), stored) == 0 }
      }
    }
  }

  func number(at column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func optionalNumber(at column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : number(at: column)
  }
}
