import COdbc
package import VmscanModel
import VmscanSystem

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

  package let engine: Engine
  private let purpose: Purpose
  /// The name that PostgreSQL's `pg_export_snapshot` gave the moment that is shown.
  private var moment: String?
  private let handles: OdbcHandles
  private let watch: StallWatch
  private let source: DatabaseConnection
  private let limits: DatabaseLimits

  /// Opens a connection; one that is `shared` can have copy connections beside it.
  ///
  /// - Throws: `OdbcError` when the library, the driver, the data source or the server is not there.
  package init(
    _ source: DatabaseConnection, for purpose: Purpose = .reading,
    limits: DatabaseLimits = DatabaseLimits(), isShared: Bool = false
  ) throws(OdbcError) {
    var handles = OdbcHandles()
    let others = StallWatch.openSockets
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
    watch = StallWatch(Array(StallWatch.openSockets.subtracting(others)))
    engine = handles.engine
    guard purpose == .reading else { return }
    // Must be the first statement of all; a driver puts later ones into a subtransaction.
    if isShared, engine == .postgres { moment = word("SELECT pg_export_snapshot()") }
    try limitWaiting()
  }

  /// What connections by libpq need that show the same moment of the same table; `nil` where there
  /// can be none.
  package func copyInvitation(to table: String) -> CopyInvitation? {
    guard let address = handles.address, let moment,
      moment.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x46).contains($0) }),
      let identity = word(CopyConnection.identity(table))
    else { return nil }
    return CopyInvitation(
      address: address, moment: moment, table: table, identity: identity, limits: limits)
  }

  /// The one value of a query; `nil` when the server does not know it.
  private func word(_ text: String) -> String? {
    let answer = OdbcRows([.text(width: 1024)], capacity: 1)
    var word: String?
    try? query(text, into: answer) { row throws(OdbcError) in
      word = answer.text(0, row)?.utf8String
    }
    return word
  }

  /// A lock that is held says more than that the query took too long.
  private func limitWaiting() throws(OdbcError) {
    switch engine {
    case .postgres: try change("SET lock_timeout = '\(limits.lock)s'")
    case .mariadb: try change("SET SESSION lock_wait_timeout = \(limits.lock)")
    case .other: break
    }
  }

  deinit { watch.limit(limits.lock) { handles.close() } }

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
      let result = watch.limit(limits.stall) { codbc_fetch(statement) }
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
    let result = watch.limit(limits.stall) {
      codbc_end(Int16(CODBC_CONNECTION), handles.connection, Int16(CODBC_COMMIT))
    }
    guard result == Int16(CODBC_SUCCESS) || result == Int16(CODBC_SUCCESS_WITH_INFO) else {
      throw failure(Int16(CODBC_CONNECTION), handles.connection)
    }
  }

  /// Takes back what was done since the last commit; a connection that is lost does so by itself.
  package func rollback() {
    _ = watch.limit(limits.stall) {
      codbc_end(Int16(CODBC_CONNECTION), handles.connection, Int16(CODBC_ROLLBACK))
    }
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
    let result = watch.limit(limits.stall) {
      codbc_execute(statement, &text, Int32(text.count))
    }
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
    if watch.hasEnded {
      error = OdbcError(
        .timedOut, detail: "there was no answer for \(seconds: Int64(limits.stall))",
        subject: source.source)
    }
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
