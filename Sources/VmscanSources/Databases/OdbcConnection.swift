import COdbc
import VmscanModel

/// How long a database may take, in seconds.
package struct DatabaseLimits: Sendable {
  package var login: UInt
  package var query: UInt

  package init(login: UInt = 5, query: UInt = 300) {
    self.login = login
    self.query = query
  }
}

/// One connection to a data source, used by one thread at a time.
///
/// Everything it reads is one snapshot (REPEATABLE READ); it writes nothing, and
/// asks for a connection that may only read. The password goes to the driver and nowhere else.
final class OdbcConnection {
  enum Engine: Sendable, Hashable {
    case postgres, mariadb
    case other(String)
  }

  let engine: Engine
  private let handles: Handles
  private let source: DatabaseConnection
  private let limits: DatabaseLimits

  /// - Throws: `OdbcError` when the library, the driver, the data source or the server is not there.
  init(_ source: DatabaseConnection, limits: DatabaseLimits) throws(OdbcError) {
    var handles = Handles()
    do throws(OdbcError) {
      try Self.load()
      try handles.open(source, limits)
    } catch {
      handles.close()
      throw error
    }
    self.source = source
    self.limits = limits
    self.handles = handles
    engine = handles.engine
  }

  deinit { handles.close() }

  /// The columns of a query, which is not kept.
  func columns(of query: String) throws(OdbcError) -> [OdbcColumn] {
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
  func query(
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

  /// A new one for each query: drivers remember the columns of the one before.
  private func statement() throws(OdbcError) -> codbc_handle? {
    var statement: codbc_handle?
    guard codbc_allocate(Int16(CODBC_STATEMENT), handles.connection, &statement) == 0 else {
      throw Handles.diagnosis(
        Int16(CODBC_CONNECTION), handles.connection, of: source, isConnecting: false)
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
    throw Handles.diagnosis(Int16(CODBC_STATEMENT), statement, of: source, isConnecting: false)
  }

  private static func load() throws(OdbcError) {
    var text = [CChar](repeating: 0, count: 512)
    guard codbc_load(&text, UInt(text.count)) != 0 else { return }
    let why = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw OdbcError(.libraryMissing, detail: Sentence(text: why))
  }
}

/// A column as the driver describes it.
struct OdbcColumn: Sendable {
  var name: ByteText
  /// `SQL_…` type code.
  var type: Int16
  /// Characters or digits.
  var size: Int

  var isInteger: Bool {
    [CODBC_INTEGER, CODBC_SMALLINT, CODBC_BIGINT, CODBC_TINYINT].contains { Int16($0) == type }
  }
}

/// Environment and connection, opened in this order and closed in the other.
private struct Handles {
  var environment: codbc_handle?
  var connection: codbc_handle?
  var engine = OdbcConnection.Engine.other("")
  private var isConnected = false

  mutating func open(
    _ source: DatabaseConnection, _ limits: DatabaseLimits
  ) throws(OdbcError) {
    let text = try Self.connectionText(source)
    guard codbc_allocate(Int16(CODBC_ENVIRONMENT), nil, &environment) == 0 else {
      throw OdbcError(.other, detail: "the driver manager gives no handle", subject: source.source)
    }
    _ = codbc_set_environment(environment, Int32(CODBC_ATTRIBUTE_VERSION), codbc_number(3), 0)
    guard codbc_allocate(Int16(CODBC_CONNECTION), environment, &connection) == 0 else {
      throw Self.diagnosis(
        Int16(CODBC_ENVIRONMENT), environment, of: source, isConnecting: true)
    }
    set(CODBC_ATTRIBUTE_LOGIN_TIMEOUT, limits.login)
    set(CODBC_ATTRIBUTE_ACCESS_MODE, UInt(CODBC_READ_ONLY))
    try connect(text, source)
    set(CODBC_ATTRIBUTE_AUTOCOMMIT, 0)
    set(CODBC_ATTRIBUTE_ISOLATION, UInt(CODBC_REPEATABLE_READ))
    engine = systemName
  }

  private mutating func connect(
    _ text: [UInt8], _ source: DatabaseConnection
  ) throws(OdbcError) {
    var text = text
    let result = codbc_connect(connection, nil, &text, Int16(text.count), nil, 0, nil, 0)
    for index in text.indices { text[index] = 0 }
    guard result == Int16(CODBC_SUCCESS) || result == Int16(CODBC_SUCCESS_WITH_INFO) else {
      throw Self.diagnosis(Int16(CODBC_CONNECTION), connection, of: source, isConnecting: true)
    }
    isConnected = true
  }

  private func set(_ attribute: Int, _ value: UInt) {
    _ = codbc_set_connection(connection, Int32(attribute), codbc_number(value), 0)
  }

  private var systemName: OdbcConnection.Engine {
    var (name, used) = ([UInt8](repeating: 0, count: 128), Int16(0))
    _ = codbc_information(
      connection, UInt16(CODBC_DBMS_NAME), &name, Int16(name.count), &used)
    let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    switch text.lowercased() {
    case let name where name.contains("postgres"): return .postgres
    case let name where name.contains("mariadb") || name.contains("mysql"): return .mariadb
    default: return .other(text)
    }
  }

  func close() {
    if isConnected {
      _ = codbc_end(Int16(CODBC_CONNECTION), connection, Int16(CODBC_ROLLBACK))
      _ = codbc_disconnect(connection)
    }
    if let connection { _ = codbc_release(Int16(CODBC_CONNECTION), connection) }
    if let environment { _ = codbc_release(Int16(CODBC_ENVIRONMENT), environment) }
  }

  /// The words of `SQLDriverConnect`; a data source is a plain name, so that none brings a driver
  /// of its own.
  private static func connectionText(_ source: DatabaseConnection) throws(OdbcError) -> [UInt8] {
    let forbidden = Array("[]{}(),;?*=!@\\".utf8)
    guard !source.source.isEmpty,
      source.source.bytes.allSatisfy({ $0 >= 0x20 && !forbidden.contains($0) })
    else {
      throw OdbcError(
        .connectionUnknown,
        detail: source.source.isEmpty
          ? "section [\(setting: source.name)] at \(source.origin) has no dsn"
          : "the dsn of [\(setting: source.name)] at \(source.origin) is not the name of a data source",
        subject: source.source)
    }
    var text = Array("DSN=".utf8) + source.source.bytes
    if !source.user.isEmpty { text += Array(";UID=".utf8) + quoted(source.user.bytes) }
    source.password.withBytes { bytes in
      if !bytes.isEmpty { text += Array(";PWD=".utf8) + quoted(Array(bytes)) }
    }
    return text
  }

  private static func quoted(_ value: [UInt8]) -> [UInt8] {
    let plain = value.allSatisfy { byte in
      byte > 0x20 && !"[]{}(),;?*=!@\\\"'".utf8.contains(byte)
    }
    return plain
      ? value : [0x7B] + value.flatMap { $0 == 0x7D ? [0x7D, 0x7D] : [$0] } + [0x7D]
  }

  /// What the driver says of the last failure, with the password taken out should it be in it.
  static func diagnosis(
    _ kind: Int16, _ handle: codbc_handle?, of source: DatabaseConnection, isConnecting: Bool
  ) -> OdbcError {
    var first: (state: String, number: Int32)?
    var texts: [String] = []
    for record in 1...Int16(4) {
      var state = [UInt8](repeating: 0, count: 6)
      var text = [UInt8](repeating: 0, count: 1024)
      var (number, used): (Int32, Int16) = (0, 0)
      let result = codbc_diagnosis(
        kind, handle, record, &state, &number, &text, Int16(text.count), &used)
      guard result == 0 || result == 1 else { break }
      first = first ?? (String(decoding: state.prefix(5), as: UTF8.self), number)
      texts.append(String(decoding: text.prefix { $0 != 0 }, as: UTF8.self))
    }
    var text = texts.isEmpty ? "the driver gives no reason" : texts.joined(separator: " ")
    source.password.withBytes { bytes in
      guard bytes.count > 2 else { return }
      let secret = String(decoding: bytes, as: UTF8.self)
      text = text.split(separator: secret, omittingEmptySubsequences: false)
        .joined(separator: Secret.mask)
    }
    return OdbcError(
      state: first?.state ?? "", number: first?.number ?? 0, text: text,
      isConnecting: isConnecting, subject: source.source)
  }
}
