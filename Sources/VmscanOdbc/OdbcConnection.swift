import COdbc
package import VmscanModel

/// One connection to a data source, used by one thread at a time.
///
/// The password goes to the driver and nowhere else.
package final class OdbcConnection {
  package enum Engine: Sendable, Hashable {
    case postgres, mariadb
    case other(String)
  }

  package enum Purpose: Sendable, Hashable {
    /// Everything is one snapshot (REPEATABLE READ); asks for a connection that may only read.
    case reading
    /// Transactions at READ COMMITTED, which end with `commit` or `rollback`.
    case changing
  }

  /// Which moment a connection that reads shows.
  package enum Moment: Sendable, Hashable {
    /// That of its first query.
    case own
    /// Its own, in which a `twin` can join.
    case shared
    /// That of a twin, by the name that PostgreSQL's `pg_export_snapshot` gave it.
    case of(String)
  }

  package let engine: Engine
  private let purpose: Purpose
  /// The server's name of the moment that is shown, where a twin can join.
  private var moment: String?
  private let handles: OdbcHandles
  private let source: DatabaseConnection
  private let limits: DatabaseLimits

  /// - Throws: `OdbcError` when the library, the driver, the data source or the server is not there.
  package init(
    _ source: DatabaseConnection, for purpose: Purpose = .reading,
    limits: DatabaseLimits = DatabaseLimits(), moment: Moment = .own
  ) throws(OdbcError) {
    var handles = OdbcHandles()
    do throws(OdbcError) {
      try Self.load()
      try handles.open(source, purpose, limits)
    } catch {
      handles.close()
      throw error
    }
    self.source = source
    self.purpose = purpose
    self.limits = limits
    self.handles = handles
    engine = handles.engine
    guard purpose == .reading else { return }
    try settle(moment)
    try limitWaiting()
  }

  /// Must be the first statement of all; a driver puts later ones into a subtransaction.
  private func settle(_ wanted: Moment) throws(OdbcError) {
    switch wanted {
    case .own: break
    case .shared:
      guard engine == .postgres else { return }
      let answer = OdbcRows([.text(width: 64)], capacity: 1)
      // Without one there is no twin.
      try? query("SELECT pg_export_snapshot()", into: answer) { row throws(OdbcError) in
        moment = answer.text(0, row)?.utf8String
      }
    case .of(let name): try change("SET TRANSACTION SNAPSHOT '\(name)'")
    }
  }

  /// Another connection that shows the same moment; `nil` where the server gives none.
  package func twin() -> sending OdbcConnection? {
    guard let moment, moment.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x46).contains($0) }) else {
      return nil
    }
    return try? OdbcConnection(source, limits: limits, moment: .of(moment))
  }

  /// A lock that is held says more than that the query took too long.
  private func limitWaiting() throws(OdbcError) {
    switch engine {
    case .postgres: try change("SET lock_timeout = '\(limits.lock)s'")
    case .mariadb: try change("SET SESSION lock_wait_timeout = \(limits.lock)")
    case .other: break
    }
  }

  deinit { handles.close() }

  /// The columns of a query, which is not kept.
  package func columns(of query: String) throws(OdbcError) -> [OdbcColumn] {
    let statement = try statement()
    defer { _ = codbc_release(Int16(CODBC_STATEMENT), statement) }
    try execute(query, statement)
    var count: Int16 = 0
    try check(codbc_column_count(statement, &count), statement)
    var columns: [OdbcColumn] = []
    for number in 0..<UInt16(max(0, count)) {
      var name = [UInt8](repeating: 0, count: 256)
      var (used, type, digits, nullable): (Int16, Int16, Int16, Int16) = (0, 0, 0, 0)
      var size: UInt = 0
      try check(
        codbc_describe_column(
          statement, number + 1, &name, Int16(name.count), &used, &type, &size, &digits, &nullable),
        statement)
      columns.append(
        OdbcColumn(
          name: ByteText(bytes: name.prefix(max(0, min(Int(used), name.count - 1)))), type: type,
          size: Int(clamping: size)))
    }
    return columns
  }

  /// Runs a query and calls `body` with each row.
  ///
  /// - Parameters:
  ///   - text: The query.
  ///   - parameters: Texts for the question marks of the query.
  ///   - rows: Buffers for its columns.
  ///   - body: Called with the number of the row in `rows`.
  /// - Throws: `OdbcError`; rows that were handed over before are part of the answer all the same.
  package func query(
    _ text: String, parameters: [ByteText] = [], into rows: OdbcRows,
    _ body: (Int) throws(OdbcError) -> Void
  ) throws(OdbcError) {
    let statement = try statement()
    let values = OdbcParameters(parameters)
    defer { _ = codbc_release(Int16(CODBC_STATEMENT), statement) }
    try check(values.bind(to: statement), statement)
    try execute(text, statement)
    try check(rows.bind(to: statement), statement)
    while true {
      let result = codbc_fetch(statement)
      if result == Int16(CODBC_NO_DATA) { return }
      try check(result, statement)
      for row in 0..<rows.fetched { try body(row) }
    }
  }

  /// Runs a statement that changes rows; returns how many it changed.
  ///
  /// - Throws: `OdbcError`.
  @discardableResult
  package func change(
    _ text: String, parameters: [ByteText] = []
  ) throws(OdbcError) -> Int {
    let statement = try statement()
    let values = OdbcParameters(parameters)
    defer { _ = codbc_release(Int16(CODBC_STATEMENT), statement) }
    try check(values.bind(to: statement), statement)
    try execute(text, statement)
    var count = 0
    try check(codbc_row_count(statement, &count), statement)
    return count
  }

  /// Ends the transaction; after an error it is not known whether it took effect.
  ///
  /// - Throws: `OdbcError`.
  package func commit() throws(OdbcError) {
    let result = codbc_end(Int16(CODBC_CONNECTION), handles.connection, Int16(CODBC_COMMIT))
    guard result == Int16(CODBC_SUCCESS) || result == Int16(CODBC_SUCCESS_WITH_INFO) else {
      throw failure(Int16(CODBC_CONNECTION), handles.connection)
    }
  }

  /// Takes back what was done since the last commit; a connection that is lost does so by itself.
  package func rollback() {
    _ = codbc_end(Int16(CODBC_CONNECTION), handles.connection, Int16(CODBC_ROLLBACK))
  }

  /// A new one for each query: drivers remember the columns of the one before.
  private func statement() throws(OdbcError) -> codbc_handle? {
    var statement: codbc_handle?
    guard codbc_allocate(Int16(CODBC_STATEMENT), handles.connection, &statement) == 0 else {
      throw failure(Int16(CODBC_CONNECTION), handles.connection)
    }
    _ = codbc_set_statement(
      statement, Int32(CODBC_ATTRIBUTE_QUERY_TIMEOUT), codbc_number(limits.query), 0)
    return statement
  }

  private func execute(_ text: String, _ statement: codbc_handle?) throws(OdbcError) {
    var text = Array(text.utf8)
    let result = codbc_execute(statement, &text, Int32(text.count))
    // A statement without rows is no failure.
    if result != Int16(CODBC_NO_DATA) { try check(result, statement) }
  }

  private func check(_ result: Int16, _ statement: codbc_handle?) throws(OdbcError) {
    guard result != Int16(CODBC_SUCCESS), result != Int16(CODBC_SUCCESS_WITH_INFO) else { return }
    throw failure(Int16(CODBC_STATEMENT), statement)
  }

  /// What the driver says; in the middle of a transaction psqlODBC speaks of its savepoints only,
  /// and the state of the connection says why they failed.
  private func failure(_ kind: Int16, _ handle: codbc_handle?) -> OdbcError {
    var error = OdbcHandles.diagnosis(kind, handle, of: source, isConnecting: false)
    if error.kind == .other, handles.isDead { error.kind = .lost }
    error.isChange = purpose == .changing
    return error
  }

  private static func load() throws(OdbcError) {
    var text = [CChar](repeating: 0, count: 512)
    guard codbc_load(&text, UInt(text.count)) != 0 else { return }
    let why = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw OdbcError(.libraryMissing, detail: Sentence(text: why))
  }
}
