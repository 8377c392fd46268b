import Glibc
import GRDB
package import VmscanModel
import VmscanSystem

/// What of personal values a copy of history may hold.
package struct HistoryMask: Sendable {
  package var name: @Sendable (ByteText) -> ByteText
  package var address: @Sendable (ByteText) -> ByteText
  /// What a person wrote.
  package var text: @Sendable (ByteText) -> ByteText
  package var sentence: @Sendable (Sentence) -> Sentence
  /// What stands for a private address wherever it is used, and shows nobody which one it is; `nil`
  /// for nothing.
  package var token: @Sendable (ByteText) -> String? = { _ in nil }

  package init(
    name: @escaping @Sendable (ByteText) -> ByteText,
    address: @escaping @Sendable (ByteText) -> ByteText,
    text: @escaping @Sendable (ByteText) -> ByteText,
    sentence: @escaping @Sendable (Sentence) -> Sentence
  ) {
    self.name = name
    self.address = address
    self.text = text
    self.sentence = sentence
  }
}

extension HistoryStore {
  /// Writes a copy for others: the same views with the same columns, masked, of one moment.
  ///
  /// The file replaces one of the same name at once, when it is whole, and its group may read it.
  ///
  /// - Parameters:
  ///   - destination: Path of the SQLite file.
  ///   - site: Row of the only site that is meant; `nil` for all.
  ///   - mask: What of personal values may be in it.
  /// - Throws: `StoreError`.
  package func export(to destination: String, site: Int64? = nil, mask: HistoryMask) throws {
    let partial = StoreFile(path: "\(destination).\(getpid()).tmp")
    try partial.create()
    do {
      try StoreError.translated(partial.path) {
        let copy = try DatabaseQueue(path: partial.path)
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        try copy.write { try write(to: $0, site, mask) }
        try copy.close()
      }
      try partial.synchronize()
      guard chmod(partial.path, 0o640) == 0, rename(partial.path, destination) == 0 else {
        throw StoreError.notWritable(path: destination, error: "\(SystemError.last)")
      }
    } catch {
      partial.removeOwn()
      throw error
    }
  }

  private func write(to copy: Database, _ site: Int64?, _ mask: HistoryMask) throws {
    var insertion: Statement?
    try forEachRow(
      site, mask,
      begin: { view, columns in
        let table = view.dropFirst(2)
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        try copy.execute(
          sql: """
            CREATE TABLE "\(table)" (\(names));
            CREATE VIEW "\(view)" AS SELECT * FROM "\(table)";
            """)
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        insertion = try copy.makeStatement(sql: "INSERT INTO \"\(table)\" VALUES (\(places))")
      },
      row: { _, row in try insertion?.execute(arguments: StatementArguments(row)) })
  }

  /// Hands over the same copy as lines of JSON, each an object with its view and the columns.
  ///
  /// - Throws: `StoreError` and what the body throws.
  package func exportLines(
    site: Int64? = nil, mask: HistoryMask, to body: (String) throws -> Void
  ) throws {
    var columns: [String] = []
    try forEachRow(
      site, mask, begin: { columns = $1 },
      row: { view, row in
        let values = zip(columns, row).map { "\(Self.json($0)):\(Self.json($1))" }
        try body("{\"view\":\(Self.json(view)),\(values.joined(separator: ","))}")
      })
  }

  /// Reads every view in one transaction, its personal values masked and its names as text.
  private func forEachRow(
    _ site: Int64?, _ mask: HistoryMask, begin: (String, [String]) throws -> Void,
    row: (String, [DatabaseValue]) throws -> Void
  ) throws {
    try read { db in
      for function in MaskFunction.all(mask) { db.add(function: function) }
      defer { for function in MaskFunction.all(mask) { db.remove(function: function) } }
      let name = try site.flatMap {
        try String.fetchOne(db, sql: "SELECT name FROM site WHERE id = ?", arguments: [$0])
      }
      for (view, select) in MaskFunction.selects {
        // Not by asking for the view itself: its functions are refused where no schema is trusted.
        let columns = try db.makeStatement(sql: select).columnNames
        try begin(view, columns)
        let isOfSite = columns.contains("site") && name != nil
        let shown = columns.map { MaskFunction.expression($0, of: view) }.joined(separator: ", ")
        let rows = try Row.fetchCursor(
          db, sql: "SELECT \(shown) FROM (\(select))\(isOfSite ? " WHERE site = ?" : "")",
          arguments: isOfSite ? [name] : [])
        while let next = try rows.next() {
          try row(view, next.databaseValues.map(Self.text))
        }
      }
    }
  }

  /// Names that are no UTF-8 in the form of every output.
  static func text(_ value: DatabaseValue) -> DatabaseValue {
    guard case .blob(let data) = value.storage else { return value }
    return ByteText(bytes: Array(data)).description.databaseValue
  }

  private static func json(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null, .blob: "null"
    case .int64(let number): String(number)
    case .double(let number): String(number)
    case .string(let text): json(text)
    }
  }

  /// RFC 8259 section 7.
  private static func json(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": output += "\\\(scalar)"
      case "\u{0}"..<"\u{20}":
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}

/// The functions of SQL by which an export masks, and where it uses them.
enum MaskFunction {
  /// Columns that hold personal values; all others are known to be harmless.
  private static let columns: [String: String] = [
    "v_mailbox.full_name": "vmscan_name(full_name)",
    "v_recipient.address": "vmscan_address(address)",
    "v_recipient.domain": "vmscan_domain(address) AS domain",
    "v_recipient_history.address": "vmscan_address(address)",
    "v_finding.arguments": "vmscan_arguments(template, arguments)",
    "v_action.actor": "vmscan_text(actor)", "v_action.command": "vmscan_text(command)",
    "v_action.detail": "vmscan_text(detail)",
    "v_action.subject": """
    CASE WHEN kind IN ('purge', 'restore', 'expire', 'recover') THEN subject
      ELSE vmscan_text(subject) END AS subject
    """,
    "v_hold.matter": "vmscan_text(matter)", "v_hold.owner": "vmscan_text(owner)",
    "v_hold.note": "vmscan_text(note)", "v_hold.released_by": "vmscan_text(released_by)",
    "v_acceptance.owner": "vmscan_text(owner)", "v_acceptance.reason": "vmscan_text(reason)",
    "v_acceptance.destination": "vmscan_address(destination)",
  ]

  static func expression(_ column: String, of view: String) -> String {
    columns["\(view).\(column)"] ?? column
  }

  /// Every view with its query, in which sentences are masked before they become words.
  static let selects: [(view: String, sql: String)] = {
    let all = Views.sql { "vmscan_words(\($0), \($1))" }
    return all.split(separator: "CREATE VIEW ").map { part in
      let halves = part.split(separator: " AS\n", maxSplits: 1)
      return (String(halves[0]), String(halves[1].prefix { $0 != ";" }))
    }
  }()

  /// What the mask leaves behind the last `@`, in small letters; empty without one.
  private static func domain(of address: ByteText) -> ByteText {
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return "" }
    return ByteText(bytes: address.bytes[(at + 1)...]).lowercased
  }

  static func all(_ mask: HistoryMask) -> [DatabaseFunction] {
    func masking(
      _ name: String, _ body: @escaping @Sendable (ByteText) -> ByteText
    ) -> DatabaseFunction {
      DatabaseFunction(name, argumentCount: 1, pure: true) { values in
        guard let text = ByteText(values[0]) else { return nil }
        return body(text).description
      }
    }
    func saying(
      _ name: String, _ body: @escaping @Sendable (Sentence) -> String
    ) -> DatabaseFunction {
      DatabaseFunction(name, argumentCount: 2, pure: true) { values in
        guard let template = String.fromDatabaseValue(values[0]),
          let arguments = String.fromDatabaseValue(values[1]),
          let sentence = Sentence(template: template, storedArguments: arguments)
        else { return nil }
        return body(mask.sentence(sentence))
      }
    }
    return [
      masking("vmscan_name", mask.name), masking("vmscan_address", mask.address),
      masking("vmscan_domain") { domain(of: mask.address($0)) },
      masking("vmscan_text", mask.text), saying("vmscan_words") { $0.unmasked },
      DatabaseFunction("vmscan_token", argumentCount: 1, pure: true) { values in
        ByteText(values[0]).flatMap(mask.token)
      },
      saying("vmscan_arguments") { $0.storedArguments },
    ]
  }
}

extension ByteText {
  fileprivate init?(_ value: DatabaseValue) {
    switch value.storage {
    case .string(let text): self.init(text)
    case .blob(let data): self.init(bytes: Array(data))
    case .null, .int64, .double: return nil
    }
  }
}
