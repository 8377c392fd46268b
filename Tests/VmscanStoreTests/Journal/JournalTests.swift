import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

struct JournalTests {
  static func record(
    _ phase: ActionRecord.Phase, _ subject: String, run: String = "r1",
    detail: [String: String] = [:]
  ) -> ActionRecord {
    ActionRecord(
      time: Timestamp(1_790_000_000), run: run, phase: phase, kind: "purge", actor: "root/0",
      host: "pbx", command: "vmscan purge --emailed", subject: subject, detail: detail)
  }

  static func records(_ count: Int) -> [ActionRecord] {
    (1...count).map { record(.intent, "1001@default/INBOX/\($0)", detail: ["bytes": "\($0)"]) }
  }

  @Test func `records come back in order with their numbers`() throws {
    let store = try HistoryStore.temporary()
    let hostile = ["b\"\\\u{1}\n": "\u{202E}é", "a": "", "z": "\u{7F}"]
    #expect(try store.append(Self.record(.begin, "", detail: hostile)) == 1)
    try store.append(contentsOf: Self.records(2))
    #expect(try store.append(Self.record(.note, "x", run: "r2")) == 4)
    let all = try store.records(run: nil)
    #expect(all.map(\.sequence) == [1, 2, 3, 4])
    #expect(all[0].detail == hostile)
    #expect(try store.records(run: "r2").map(\.subject) == ["x"])
    #expect(try store.records(run: "r3").isEmpty)
  }

  @Test func `under a folder's lock the journal waits a second for another program, not thirty`()
    throws
  {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.database)
    let other = try HistoryStore(path: directory.database)
    let began = ContinuousClock.now
    try other.database.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      #expect(throws: JournalBusy.self) { try store.appendSoon(Self.record(.intent, "a")) }
      try db.execute(sql: "ROLLBACK")
    }
    #expect(ContinuousClock.now - began < .seconds(20))
    #expect(try store.appendSoon(Self.record(.intent, "b")) == 1)
    #expect(try store.records(run: nil).map(\.subject) == ["b"])
    let patience = try store.read { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }
    #expect(patience == 30_000)
  }

  @Test func `an intent is unfinished until its outcome`() throws {
    let store = try HistoryStore.temporary()
    try store.append(contentsOf: Self.records(3))
    _ = try store.append(Self.record(.outcome, "1001@default/INBOX/2"))
    _ = try store.append(Self.record(.outcome, "1001@default/INBOX/3", run: "r2"))
    #expect(try store.unfinished().map(\.sequence) == [1, 3])
    for number in [1, 3] {
      _ = try store.append(Self.record(.outcome, "1001@default/INBOX/\(number)"))
    }
    #expect(try store.unfinished().isEmpty)
  }

  @Test func `appending many is all or nothing`() throws {
    let store = try HistoryStore.temporary()
    let bad = Self.records(2) + [Self.record(.intent, "x", detail: ["pin": "1"])]
    #expect(throws: StoreError.privateDetail("pin")) { try store.append(contentsOf: bad) }
    #expect(try store.records(run: nil).isEmpty)
    #expect(try store.verifyJournal().isIntact)
  }

  @Test func `rows can be neither changed nor removed`() throws {
    let store = try HistoryStore.temporary()
    try store.append(contentsOf: Self.records(2))
    for sql in ["UPDATE action SET actor = 'x'", "DELETE FROM action"] {
      #expect(throws: StoreError.failed(path: "", detail: "the journal is append-only")) {
        try store.write { try $0.execute(sql: sql) }
      }
    }
  }

  static let damages: [(sql: String, fault: JournalVerification.Fault, first: Int64)] = [
    ("UPDATE action SET actor = 'nobody/1' WHERE sequence = 3", .altered, 3),
    ("UPDATE action SET detail = replace(detail, ':', ': ') WHERE sequence = 2", .altered, 2),
    ("UPDATE action SET phase = 'other' WHERE sequence = 4", .altered, 4),
    ("UPDATE action SET detail = '' WHERE sequence = 4", .altered, 4),
    ("UPDATE action SET time = time + 1 WHERE sequence = 1", .altered, 1),
    ("UPDATE action SET digest = zeroblob(32) WHERE sequence = 5", .altered, 5),
    ("DELETE FROM action WHERE sequence = 1", .removed, 1),
    ("DELETE FROM action WHERE sequence = 3", .removed, 3),
    ("DELETE FROM action WHERE sequence >= 4", .truncated, 4),
    ("DELETE FROM action", .truncated, 1),
    ("UPDATE actionHead SET count = 4", .inserted, 5),
    ("UPDATE actionHead SET digest = zeroblob(32)", .altered, 5),
    ("DELETE FROM actionHead", .truncated, 6),
    (
      "UPDATE action SET previous = zeroblob(32) WHERE sequence = 2", .altered, 2
    ),
    (
      """
      UPDATE action SET sequence = 9 WHERE sequence = 3;
      UPDATE action SET sequence = 3 WHERE sequence = 4;
      UPDATE action SET sequence = 4 WHERE sequence = 9
      """, .altered, 3
    ),
  ]

  @Test(arguments: damages)
  func `damage is found at its first row`(
    row: (sql: String, fault: JournalVerification.Fault, first: Int64)
  ) throws {
    let store = try HistoryStore.temporary()
    try store.append(contentsOf: Self.records(5))
    let sound = try store.verifyJournal()
    #expect(sound.isIntact && sound.verified == 5 && sound.expected == 5)
    try Self.disarm(store)
    try store.write { try $0.execute(sql: row.sql) }
    let result = try store.verifyJournal()
    #expect(result.fault == row.fault)
    #expect(result.firstBad == row.first)
  }

  @Test func `a forged row with a digest of its own is found`() throws {
    let store = try HistoryStore.temporary()
    try store.append(contentsOf: Self.records(3))
    try Self.disarm(store)
    var forged = Self.record(.intent, "forged")
    forged.sequence = 2
    let previous = [UInt8](repeating: 7, count: 32)
    let digest = JournalDigest.of(forged, detail: "{}", after: previous)
    try store.write { db in
      try db.execute(
        sql: """
          UPDATE action SET subject = 'forged', detail = '{}', previous = ?, digest = ?
          WHERE sequence = 2
          """,
        arguments: [ByteText(bytes: previous).data, ByteText(bytes: digest).data])
    }
    let result = try store.verifyJournal()
    #expect(result.fault == .inserted)
    #expect(result.firstBad == 2)
  }

  /// What somebody with write access can do.
  static func disarm(_ store: HistoryStore) throws {
    try store.write { db in
      try db.execute(
        sql: """
          DROP TRIGGER actionIsNotChanged; DROP TRIGGER actionIsNotRemoved;
          DELETE FROM unfinishedAction
          """)
    }
  }
}
