import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

struct PrivacyTests {
  /// Everything in every table that could hold a text.
  static func cells(_ store: HistoryStore) throws -> [[UInt8]] {
    try store.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
      return try tables.flatMap { table in
        try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").flatMap { row in
          try (0..<row.count).compactMap { index -> [UInt8]? in
            switch (row[index] as DatabaseValue).storage {
            case .string(let text): Array(text.utf8)
            case .blob: try row.bytes(at: index)
            case .int64(let number): Array(String(number).utf8)
            case .null, .double: nil
            }
          }
        }
      }
    }
  }

  @Test func `neither PINs nor callers reach the database`() throws {
    let store = try HistoryStore.temporary()
    let (pin, caller) = ("8642097531", "+31201234567")
    let box = ConfiguredMailbox(
      id: ReportBuilder.id("1001"), source: .voicemailConf,
      origin: Origin(file: "voicemail.conf", line: 3), pin: PIN(Array(pin.utf8)),
      pinOrigin: .configuration(Origin(file: "voicemail.conf", line: 3)),
      fullName: "Alice Example", emailField: "alice@example.com", pager: nil, options: [],
      inheritedFrom: nil, defaults: MailboxDefaults())
    var builder = ReportBuilder.usual(day: 0)
    builder.findings.append(
      ReportBuilder.finding(
        "VM-202", box: "1001", .low, "The PIN \(word: "\(box.pin)") is like \(text: "\(box.pin)").")
    )
    _ = try store.record(builder.report)
    for name in ["callerID", "pin", "Password"] {
      let record = ActionRecord(
        time: Timestamp(0), run: "r", phase: .intent, kind: "purge", actor: "root/0",
        host: "pbx", command: "vmscan purge", subject: "1001@default/INBOX/0",
        detail: [name: caller])
      #expect(throws: StoreError.privateDetail(name)) { try store.append(record) }
      #expect(throws: StoreError.privateDetail(name)) { try store.append(contentsOf: [record]) }
    }
    let all: [UInt8] = Array(try Self.cells(store).joined(separator: [0]))
    let text = String(decoding: all, as: UTF8.self)
    #expect(text.contains("<PIN>"))
    #expect(!text.contains(pin))
    #expect(!text.contains("31201234567"))
  }
}
