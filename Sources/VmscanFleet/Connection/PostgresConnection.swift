import CPostgres
import Glibc
import VmscanSystem

/// How long a fleet's database may take, in seconds.
package struct PostgresLimits: Sendable {
  package var connect: Int
  package var statement: Int
  package var lock: Int

  package init(connect: Int = 10, statement: Int = 600, lock: Int = 60) {
    self.connect = connect
    self.statement = statement
    self.lock = lock
  }
}

/// One connection to a database that speaks PostgreSQL's protocol, used by one thread at a time.
///
/// libpq follows the URL as every client of it does: `PGSERVICE`, `~/.pgpass`, `sslmode` and the
/// rest come from the environment. Text is UTF-8. A transaction that is not committed when the
/// connection goes away is rolled back by the server.
package final class PostgresConnection {
  package let address: PostgresAddress
  /// As in 150018.
  package let version: Int
  private let handle: cpostgres_connection
  private let watch: StallWatch
  /// Seconds without any answer: somewhat more than the server allows a statement.
  private let stall: UInt

  /// - Throws: `PostgresError` when the library or the server is not there, or refuses.
  package init(
    _ address: PostgresAddress, limits: PostgresLimits = PostgresLimits()
  ) throws(PostgresError) {
    let handle = try Self.open(address, limits)
    guard cpostgres_is_good(handle) != 0 else {
      let text = Self.text(cpostgres_error(handle))
      let lacksPassword = cpostgres_needs_password(handle) != 0
      cpostgres_finish(handle)
      throw PostgresError(connecting: text, lacksPassword: lacksPassword, to: address)
    }
    self.handle = handle
    watch = StallWatch([cpostgres_socket(handle)])
    stall = UInt(limits.statement) + 30
    self.address = address
    version = Int(cpostgres_version(handle))
    try script(
      """
      SET statement_timeout = '\(limits.statement)s'; SET lock_timeout = '\(limits.lock)s';
      SET idle_in_transaction_session_timeout = '\(limits.statement)s'; SET datestyle = ISO;
      SET timezone = 'UTC'
      """)
  }

  deinit { cpostgres_finish(handle) }

  private static func open(
    _ address: PostgresAddress, _ limits: PostgresLimits
  ) throws(PostgresError) -> cpostgres_connection {
    try load()
    // It would take the text for the name of a database and send it, password included.
    guard address.isReadable else {
      throw PostgresError(.addressUnreadable, detail: "", address: address)
    }
    // What stands before the URL may be overruled by it, what stands behind it may not.
    let settings: [(String, String)] = [
      ("connect_timeout", "\(limits.connect)"), ("tcp_user_timeout", "60000"),
      ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("fallback_application_name", "vmscan"), ("dbname", address.text),
      ("client_encoding", "UTF8"),
    ]
    let handle = withStrings(settings.map(\.0)) { keywords in
      withStrings(settings.map(\.1)) { cpostgres_connect(keywords, $0, 1) }
    }
    guard let handle else {
      throw PostgresError(.other, detail: "libpq has no memory", address: address)
    }
    return handle
  }

  static func load() throws(PostgresError) {
    var text = [CChar](repeating: 0, count: 512)
    guard cpostgres_load(&text, UInt(text.count)) != 0 else { return }
    let why = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw PostgresError(.libraryMissing, detail: why, address: nil)
  }

  /// Runs statements without parameters.
  package func script(_ text: String) throws(PostgresError) {
    _ = try finished(
      watch.limit(stall) { cpostgres_script(handle, text) }, wants: CPOSTGRES_COMMAND_OK)
  }

  /// Runs one statement for its effect; the number of rows it wrote.
  @discardableResult
  package func execute(
    _ text: String, _ parameters: [String?] = []
  ) throws(PostgresError) -> Int {
    let result = try finished(run(text, parameters), wants: nil)
    return Int(result.affected) ?? 0
  }

  /// The rows of one query, each value as the server writes it.
  package func rows(
    _ text: String, _ parameters: [String?] = []
  ) throws(PostgresError) -> PostgresRows {
    try finished(run(text, parameters), wants: CPOSTGRES_ROWS)
  }

  /// Begins to send rows into a table, by `COPY … FROM STDIN` in the text form; nothing of them
  /// stays unless the transaction is committed.
  func beginCopy(_ statement: String) throws(PostgresError) {
    _ = try finished(
      watch.limit(stall) { cpostgres_script(handle, statement) }, wants: CPOSTGRES_COPY_IN,
      drains: false)
  }

  /// Sends lines, each with a newline at its end.
  func sendCopy(_ lines: [UInt8]) throws(PostgresError) {
    let done = watch.limit(stall) {
      lines.withUnsafeBytes { cpostgres_put(handle, $0.baseAddress, CInt($0.count)) }
    }
    guard done == 1 else { throw failure() }
  }

  func endCopy() throws(PostgresError) {
    guard cpostgres_put_end(handle, nil) == 1 else { throw failure() }
    _ = try finished(
      watch.limit(stall) { cpostgres_next(handle) }, wants: CPOSTGRES_COMMAND_OK)
  }

  /// Gives up a transaction, in the middle of sending too.
  func rollBack() {
    _ = cpostgres_put_end(handle, "the client gave up")
    while let result = cpostgres_next(handle) { cpostgres_clear(result) }
    _ = try? script("ROLLBACK")
  }

  private func run(_ text: String, _ parameters: [String?]) -> cpostgres_result? {
    watch.limit(stall) {
      Self.withStrings(parameters) {
        cpostgres_execute(handle, text, CInt(parameters.count), $0)
      }
    }
  }

  /// Takes a result, and those that follow it, or throws what the server said.
  private func finished(
    _ result: cpostgres_result?, wants status: Int?, drains: Bool = true
  ) throws(PostgresError) -> PostgresRows {
    guard let result else { throw failure() }
    let rows = PostgresRows(result)
    let found = Int(cpostgres_status(result))
    let isFine =
      found == status
      || status == nil && (found == CPOSTGRES_COMMAND_OK || found == CPOSTGRES_ROWS)
    guard isFine || status == CPOSTGRES_COMMAND_OK && found == CPOSTGRES_ROWS else {
      let error =
        watch.hasEnded ? failure() : PostgresError(result: result, text: message, in: address)
      while let next = cpostgres_next(handle) { cpostgres_clear(next) }
      throw error
    }
    guard drains else { return rows }
    while let next = cpostgres_next(handle) { cpostgres_clear(next) }
    return rows
  }

  /// Without a result the connection itself is at fault.
  private func failure() -> PostgresError {
    guard !watch.hasEnded else {
      return PostgresError(
        .timedOut, detail: "no answer for \(stall) seconds", address: address)
    }
    return PostgresError(
      cpostgres_is_good(handle) == 0 ? .lost : .other, detail: message, address: address)
  }

  private var message: String { Self.text(cpostgres_error(handle)) }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }

  /// Texts as C strings with a null pointer at the end; each stops at a zero byte.
  private static func withStrings<Value>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
  ) -> Value {
    let strings = texts.map { $0.map { strdup($0) } ?? nil }
    defer { for string in strings { free(string) } }
    let pointers = strings.map { UnsafePointer($0) } + [nil]
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

/// The answer to a query, all of it in memory.
package final class PostgresRows {
  private let result: cpostgres_result

  init(_ result: cpostgres_result) { self.result = result }

  deinit { cpostgres_clear(result) }

  package var count: Int { Int(cpostgres_rows(result)) }

  var affected: String { String(cString: cpostgres_affected(result)) }

  /// `nil` for NULL.
  package func text(_ row: Int, _ column: Int) -> String? {
    guard cpostgres_is_null(result, CInt(row), CInt(column)) == 0,
      let start = cpostgres_value(result, CInt(row), CInt(column))
    else { return nil }
    return String(cString: start)
  }

  package func number(_ row: Int, _ column: Int) -> Int64? {
    text(row, column).flatMap { Int64($0) }
  }
}
