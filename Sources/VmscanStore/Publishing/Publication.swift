import Crypto
import FoundationEssentials
import GRDB
package import VmscanModel

/// The rows of one run as they are published, within a reading transaction.
package struct Publication: PublicationSource {
  /// How much of the run is sent.
  package enum Extent: Sendable, Hashable {
    /// What began with it; the fleet has the run before it.
    case changes
    /// All that held in it.
    case whole
  }

  let db: Database
  let site: String
  let run: Int64
  let extent: Extent
  /// Journal records beyond this number are sent; `nil` sends neither journal nor registers.
  let sequence: Int64?
  private let queries: [String: String]

  package var hasRegisters: Bool { sequence != nil }

  init(
    db: Database, site: String, run: Int64, extent: Extent, sequence: Int64?
  ) throws {
    self.db = db
    self.site = site
    self.run = run
    self.extent = extent
    self.sequence = sequence
    let all = try PublishedTables.all(in: db).map { ($0.table.name, $0.query) }
    queries = Dictionary(uniqueKeysWithValues: all)
  }

  package func rows(
    of table: PublishedTable, _ body: ([PublishedValue]) throws -> Void
  ) throws {
    let (condition, arguments) = condition(table)
    guard let condition else { return }
    let view = "v_\(table.name)"
    let shown = table.sent.map { MaskFunction.expression($0.name, of: view) }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT \(shown.joined(separator: ", ")) FROM (\(query(table))) WHERE \(condition)",
      arguments: arguments)
    while let row = try rows.next() {
      try body(row.databaseValues.map { Self.value(HistoryStore.text($0)) })
    }
  }

  package func endings(
    of table: PublishedTable, _ body: (PublishedEnding) throws -> Void
  ) throws {
    guard table.kind == .state, extent == .changes else { return }
    let hasStatus = table.columns.contains { $0.name == "status" }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT identity, \(hasStatus ? "status" : "NULL") FROM (\(query(table)))
        WHERE site = ? AND until_run = ?
        """, arguments: [site, run])
    while let row = try rows.next() {
      let values: [DatabaseValue] = row.databaseValues.map { HistoryStore.text($0) }
      guard case .text(let identity) = Self.value(values[0], as: .text) else { continue }
      try body(PublishedEnding(identity: identity, status: String.fromDatabaseValue(values[1])))
    }
  }

  private func query(_ table: PublishedTable) -> String { queries[table.name] ?? "" }

  private func condition(_ table: PublishedTable) -> (String?, StatementArguments) {
    switch table.kind {
    case .run: return ("site = ? AND run = ?", [site, run])
    case .state where extent == .changes: return ("site = ? AND from_run = ?", [site, run])
    case .state:
      return (
        "site = ? AND from_run <= ? AND (until_run IS NULL OR until_run > ?)", [site, run, run]
      )
    case .journal:
      return (sequence == nil ? nil : "sequence > ? ORDER BY sequence", [sequence ?? 0])
    case .register: return (sequence == nil ? nil : "TRUE", [])
    }
  }

  private static func value(
    _ value: DatabaseValue, as kind: PublishedColumn.Kind? = nil
  ) -> PublishedValue {
    switch value.storage {
    case .null, .blob: .none
    case .int64(let number): kind == .text ? .text(String(number)) : .number(number)
    case .double(let number): .number(Int64(number))
    case .string(let text): .text(text)
    }
  }
}

extension HistoryStore {
  /// The runs of a site that are kept, oldest first.
  ///
  /// - Throws: `StoreError`.
  package func publishableRuns(site: Int64) throws -> [PublishableRun] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, previous, started, finished, now FROM run WHERE site = ? ORDER BY id
          """, arguments: [site]
      ).map { row in
        PublishableRun(
          id: row[0], previous: row[1], started: row.time(at: 2), finished: row.time(at: 3),
          time: row.time(at: 4))
      }
    }
  }

  /// Hands over one run as it is published, all of one moment.
  ///
  /// - Parameters:
  ///   - run: A run that `publishableRuns` has.
  ///   - site: Its site.
  ///   - extent: What the fleet needs of it.
  ///   - sequence: Journal records beyond this number go with it, and the registers; `nil` for none.
  ///   - mask: What of personal values may leave this machine.
  ///   - body: Gets the rows, which are valid within the call only.
  /// - Returns: What the body returns.
  /// - Throws: `StoreError` and what the body throws.
  package func publish<Value>(
    _ run: PublishableRun, of site: RecordedSite, _ extent: Publication.Extent,
    sequence: Int64?, mask: HistoryMask, _ body: (Publication) throws -> Value
  ) throws -> Value {
    try read { db in
      let functions = MaskFunction.all(mask)
      for function in functions { db.add(function: function) }
      defer { for function in functions { db.remove(function: function) } }
      return try body(
        Publication(db: db, site: site.name, run: run.id, extent: extent, sequence: sequence))
    }
  }
}

extension HistoryMask {
  /// Adds tokens by which a fleet sees that two mailboxes share an address, made with its key.
  ///
  /// HMAC-SHA-256 of the address in lower case, its first 12 bytes in hexadecimal digits.
  package func recognizing(with key: String) -> HistoryMask {
    var copy = self
    let key = SymmetricKey(data: Array(key.utf8))
    copy.token = { address in
      let code = HMAC<SHA256>.authenticationCode(for: address.lowercased.bytes, using: key)
      return code.prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return copy
  }
}
