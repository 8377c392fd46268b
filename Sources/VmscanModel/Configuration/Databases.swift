/// A connection of `res_odbc.conf`: the section other files name, and the data source it leads to.
package struct DatabaseConnection: Sendable {
  /// Name of the section, which `odbcstorage` and `extconfig.conf` use.
  package var name: ByteText
  /// `dsn`: the section of `odbc.ini`.
  package var source: ByteText
  package var user: ByteText
  package var password: Secret
  /// Asterisk opens no connection that is not enabled (`load_odbc_config`).
  package var isEnabled: Bool
  package var origin: Origin

  package init(
    name: ByteText, source: ByteText, user: ByteText, password: Secret, isEnabled: Bool,
    origin: Origin
  ) {
    self.name = name
    self.source = source
    self.user = user
    self.password = password
    self.isEnabled = isEnabled
    self.origin = origin
  }
}

/// A table that the configuration names, with the connection that leads to it.
package struct DatabaseTable: Sendable {
  package var name: ByteText
  /// Name of the connection, a section of `res_odbc.conf`.
  package var connectionName: ByteText
  /// `nil` when `res_odbc.conf` has no such section.
  package var connection: DatabaseConnection?
  /// The line that names the table, or the file as a whole when the name is Asterisk's default.
  package var origin: Origin

  package init(
    name: ByteText, connectionName: ByteText, connection: DatabaseConnection?, origin: Origin
  ) {
    self.name = name
    self.connectionName = connectionName
    self.connection = connection
    self.origin = origin
  }

  /// `odbc:CONNECTION/TABLE`, which stands for the table where files have a path.
  package var place: ByteText { ByteText("odbc:\(connectionName)/\(name)") }
}
