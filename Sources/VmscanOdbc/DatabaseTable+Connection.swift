package import VmscanModel

extension DatabaseTable {
  /// The connection, if it can be followed.
  package func usableConnection() throws(OdbcError) -> DatabaseConnection {
    guard let connection else {
      throw OdbcError(
        .connectionUnknown,
        detail: "res_odbc.conf has no section [\(setting: connectionName)], which \(origin) names")
    }
    guard connection.isEnabled else {
      throw OdbcError(
        .connectionUnknown,
        detail: "section [\(setting: connection.name)] at \(connection.origin) is not enabled")
    }
    return connection
  }

  /// The name as Asterisk puts it into its statements, if it is one.
  package func statementName() throws(OdbcError) -> String {
    let isName = name.bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F
        || byte == 0x2E
    }
    guard isName, !name.isEmpty else {
      throw OdbcError(
        .tableMissing, detail: "'\(setting: name)' at \(origin) is not the name of a table")
    }
    return String(decoding: name.bytes, as: UTF8.self)
  }
}
