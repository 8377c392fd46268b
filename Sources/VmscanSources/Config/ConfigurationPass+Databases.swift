import VmscanFormats
import VmscanModel
import VmscanOdbc

extension ConfigurationPass {
  /// A section of `res_odbc.conf` (`load_odbc_config`); names are compared with case, `[ENV]` is
  /// none.
  mutating func connection(named name: ByteText) -> DatabaseConnection? {
    if connections == nil { connections = readConnections() }
    return connections?.first { $0.name == name }
  }

  private mutating func readConnections() -> [DatabaseConnection] {
    let conf = load("res_odbc.conf")
    let origins = ConfigOrigins(conf)
    return conf.visibleSections.filter { !$0.isNamed("ENV") }.map { section in
      var connection = DatabaseConnection(
        name: ByteText(bytes: section.name), source: "", user: "", password: Secret([]),
        isEnabled: true, origin: origins.origin(section.place))
      for variable in section.variables {
        let value = ByteText(bytes: variable.value)
        if variable.isNamed("enabled") {
          connection.isEnabled = AsteriskWords.isTrue(variable.value)
        } else if variable.isNamed("dsn") {
          connection.source = value
        } else if variable.isNamed("username") {
          connection.user = value
        } else if variable.isNamed("password") {
          connection.password = Secret(variable.value)
        }
      }
      return connection
    }
  }

  /// Mailboxes of realtime tables, which Asterisk looks for when no file defines one
  /// (`find_user_realtime`).
  mutating func readRealtime(into builder: inout MailboxBuilder, contexts: inout Set<ByteText>) {
    guard let tables else { return }
    for family in realtimeFamilies where family.isRead {
      let table = DatabaseTable(
        name: family.table, connectionName: family.database,
        connection: connection(named: family.database), origin: family.origin)
      do throws(OdbcError) {
        let rows = try tables.rows(of: table)
        forget(family)
        take(rows, of: table, into: &builder, contexts: &contexts)
      } catch {
        refuse(family, "mailboxes in \(path: table.place) were not read: \(error.sentence)")
      }
    }
  }

  private mutating func take(
    _ found: TableRows, of table: DatabaseTable,
    into builder: inout MailboxBuilder, contexts: inout Set<ByteText>
  ) {
    let origin = Origin(file: table.place, line: 0)
    var unnamed = 0
    let rows = RealtimeRows(found, of: table)
    for (index, row) in found.rows.enumerated() {
      let variables = zip(found.columns, row).flatMap { column, value in
        value.map { Self.variables(column.name, $0, origin) } ?? []
      }
      func last(_ name: String) -> ByteText? {
        variables.last { OptionNames.key($0.name) == name }.map { ByteText(bytes: $0.value) }
      }
      guard let number = last("mailbox"), let context = last("context") else {
        unnamed += 1
        continue
      }
      if contexts.insert(context).inserted { configuration.contexts.append(context) }
      builder.append(
        variables, name: number.bytes, context: context, origin: origin, source: .realtime,
        row: rows.row(index))
    }
    guard unnamed > 0 else { return }
    configuration.coverage.problems.append(
      SourceProblem(
        .unsafeName, path: table.place,
        detail: "\(unnamed, "row") without a mailbox or a context",
        hidesData: false))
  }

  /// A value of a row as Asterisk has it (`realtime_odbc`): parted at semicolons, blanks at both
  /// ends gone, empty parts left out, `^3B` for a semicolon.
  static func variables(
    _ name: ByteText, _ value: ByteText, _ origin: Origin
  ) -> [MailboxVariable] {
    value.bytes.split(separator: UInt8(ascii: ";")).compactMap { part in
      let text = decoded(ByteText(bytes: part).stripped.bytes)
      return text.isEmpty
        ? nil : MailboxVariable(name: name.bytes, value: text, shown: text, origin: origin)
    }
  }

  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "^")) else { return bytes }
    var (result, index): ([UInt8], Int) = ([], 0)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "^"), index + 2 < bytes.count,
        let code = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(code)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  private mutating func forget(_ family: RealtimeFamily) {
    configuration.notices.removeAll {
      $0.kind == .realtimeMailboxes && $0.origin == family.origin
    }
    configuration.coverage.problems.removeAll {
      $0.kind == .elsewhere && $0.path == family.origin.file && $0.line == family.origin.line
    }
  }

  private mutating func refuse(_ family: RealtimeFamily, _ detail: Sentence) {
    forget(family)
    configuration.notices.append(
      ConfigNotice(
        .realtimeMailboxes, at: family.origin,
        detail: "Further mailboxes live in a database that could not be read."))
    configuration.coverage.problems.append(
      SourceProblem(
        .unreadable, path: family.origin.file, line: family.origin.line, detail: detail))
  }
}
