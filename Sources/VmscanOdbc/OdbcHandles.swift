import COdbc
import Glibc
import VmscanModel

/// Environment and connection, opened in this order and closed in the other.
struct OdbcHandles {
  var environment: codbc_handle?
  var connection: codbc_handle?
  var engine = OdbcConnection.Engine.other("")
  /// Where libpq finds the same database.
  private(set) var address: CopyAddress?
  private var isConnected = false

  mutating func open(
    _ source: DatabaseConnection, _ purpose: OdbcConnection.Purpose, _ limits: DatabaseLimits
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
    if purpose == .reading { set(CODBC_ATTRIBUTE_ACCESS_MODE, UInt(CODBC_READ_ONLY)) }
    try connect(text, source)
    set(CODBC_ATTRIBUTE_AUTOCOMMIT, 0)
    let isReading = purpose == .reading
    set(
      CODBC_ATTRIBUTE_ISOLATION,
      UInt(isReading ? CODBC_REPEATABLE_READ : CODBC_READ_COMMITTED))
  }

  private mutating func connect(
    _ text: [UInt8], _ source: DatabaseConnection
  ) throws(OdbcError) {
    var text = text
    var (completed, used) = ([UInt8](repeating: 0, count: 4096), Int16(0))
    let result = codbc_connect(
      connection, nil, &text, Int16(text.count), &completed, Int16(completed.count), &used, 0)
    defer { explicit_bzero(&completed, completed.count) }
    explicit_bzero(&text, text.count)
    guard result == Int16(CODBC_SUCCESS) || result == Int16(CODBC_SUCCESS_WITH_INFO) else {
      throw Self.diagnosis(Int16(CODBC_CONNECTION), connection, of: source, isConnecting: true)
    }
    isConnected = true
    engine = systemName
    guard engine == .postgres, (1..<Int16(completed.count)).contains(used) else { return }
    address = CopyAddress(completed: completed.prefix(Int(used)), of: source)
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

  /// The driver knows that the server is gone.
  var isDead: Bool {
    var (value, used): (UInt32, Int32) = (0, 0)
    let result = codbc_get_connection(
      connection, Int32(CODBC_ATTRIBUTE_CONNECTION_DEAD), &value, 4, &used)
    return result >= 0 && result <= 1 && value == 1
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
