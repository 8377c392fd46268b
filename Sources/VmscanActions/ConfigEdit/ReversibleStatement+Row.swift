package import VmscanModel

extension ReversibleStatement {
  /// Changes options of a realtime mailbox as wished; `nil` when that one row cannot be named with
  /// certainty, or has no column for an option.
  package init?(_ mailbox: ConfiguredMailbox, _ wish: ConfigEditWish) {
    guard let row = mailbox.row, row.isAlone, !wish.options.isEmpty,
      let place = Self.condition(row)
    else { return nil }
    var (changes, returns): ([String], [String]) = ([], [])
    for option in ConfigOptionChange.Option.allCases {
      guard let wanted = wish.options[option] else { continue }
      guard let field = Self.field(option, of: row) else { return nil }
      let name = Self.identifier(field.name, row.dialect)
      changes.append("\(name) = \(Self.value(isOn: wanted == .set("yes"), field))")
      returns.append("\(name) = \(Self.old(field, row.dialect))")
    }
    func update(_ values: [String]) -> String {
      "UPDATE \(row.table) SET \(values.joined(separator: ", ")) WHERE \(place);"
    }
    self.init(text: update(changes), undo: update(returns))
  }

  /// The column in force: of several with a value the last, as Asterisk applies them in order.
  private static func field(
    _ option: ConfigOptionChange.Option, of row: RealtimeRow
  ) -> RealtimeRow.Field? {
    let fields = row.fields.filter { field in
      option.spellings.contains { $0.utf8.elementsEqual(field.name.lowercased.bytes) }
    }
    return fields.last { !($0.value?.stripped.isEmpty ?? true) } ?? fields.last
  }

  private static func value(isOn: Bool, _ field: RealtimeRow.Field) -> String {
    if field.isNumber { return isOn ? "1" : "0" }
    return isOn ? "'yes'" : "'no'"
  }

  private static func old(_ field: RealtimeRow.Field, _ dialect: RealtimeRow.Dialect) -> String {
    guard let value = field.value else { return "NULL" }
    return field.isNumber ? "\(value)" : literal(value, dialect)
  }

  /// Names that mean this one row in every collation.
  private static func condition(_ row: RealtimeRow) -> String? {
    let isTable = row.table.bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F
        || byte == 0x2E
    }
    let parts = ["mailbox", "context"].compactMap { name -> String? in
      guard let field = row.fields.first(where: { $0.name.lowercased == ByteText(name) }),
        let value = field.value, value.bytes.allSatisfy({ $0 < 0x80 })
      else { return nil }
      let column = identifier(field.name, row.dialect)
      let exact = row.dialect == .mariadb ? "BINARY \(column)" : column
      return "\(exact) = \(literal(value, row.dialect))"
    }
    return isTable && parts.count == 2 ? parts.joined(separator: " AND ") : nil
  }

  /// Quoted where the word means something else, or is spelled in a way of its own.
  private static func identifier(_ name: ByteText, _ dialect: RealtimeRow.Dialect) -> String {
    let isPlain = name.bytes.allSatisfy { (0x61...0x7A).contains($0) } && name != "delete"
    let quote = dialect == .postgres ? "\"" : "`"
    return isPlain ? "\(name)" : quote + "\(name)" + quote
  }

  /// A text that means the same whatever the session takes a backslash for.
  private static func literal(_ value: ByteText, _ dialect: RealtimeRow.Dialect) -> String {
    let isPlain = value.bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }
    if isPlain {
      let text = value.bytes.flatMap { $0 == 0x27 ? [$0, $0] : [$0] }
      return "'\(String(decoding: text, as: UTF8.self))'"
    }
    let digits = value.bytes.map { byte in
      (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    return dialect == .postgres
      ? "convert_from(decode('\(digits)', 'hex'), 'UTF8')" : "_utf8mb4 X'\(digits)'"
  }
}
