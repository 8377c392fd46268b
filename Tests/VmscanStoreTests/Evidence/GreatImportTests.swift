import GRDB
import Glibc
import Synchronization
import Testing
import VmscanModel

@testable import VmscanStore

/// Imports of more mails than memory takes at once.
struct GreatImportTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let detail = ByteText(bytes: [UInt8](repeating: 0x78, count: 200))
  private static let count = 40_000

  private static func add(to batch: inout EvidenceImport) throws {
    for number in 1...count {
      var mail = EvidenceTests.mail(ByteText("\(number % 50)"), Int32(number))
      mail.recipients[0].detail = detail
      try batch.add(mail)
    }
  }

  private func mode(_ store: HistoryStore) throws -> String? {
    try store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
  }

  private func mails(_ store: HistoryStore) throws -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT coalesce(sum(mails), 0) FROM mailChunk") }
      ?? 0
  }

  @Test func `the first one goes without the write-ahead log, and the history has it again`() throws
  {
    let store = try HistoryStore(path: directory.database)
    try store.importEvidence { batch in
      try Self.add(to: &batch)
      try batch.flush()
      #expect(try mode(store) == "delete")
    }
    #expect(try mode(store) == "wal")
    #expect(!StoreFile(path: directory.database + "-journal").exists())
    #expect(try mails(store) == Self.count)
    try store.importEvidence { batch in
      try Self.add(to: &batch)
      try batch.flush()
      #expect(try mode(store) == "wal")
    }
    #expect(try mails(store) == Self.count)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `one that is given up leaves the history as it was opened`() throws {
    let store = try HistoryStore(path: directory.database)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.importEvidence { batch in
        try Self.add(to: &batch)
        throw Stop()
      }
    }
    #expect(try mode(store) == "wal")
    #expect(try mails(store) < Self.count)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `nobody who reads meanwhile is shut out`() throws {
    let store = try HistoryStore(path: directory.database)
    let reader = try HistoryStore.readOnly(path: directory.database)
    try store.importEvidence { batch in
      try Self.add(to: &batch)
      try batch.flush()
      #expect(try mode(store) == "wal")
      #expect(try mails(reader) > 0)
    }
    #expect(try mails(reader) == Self.count)
  }

  @Test(arguments: [1, 40, 400])
  func `a process killed while it imports leaves whole transactions`(statements: Int) async throws {
    let path = directory.database
    _ = try HistoryStore(path: path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, statements = statements as Int] in
      let store = try HistoryStore(path: path)
      let left = Mutex(statements)
      store.database.inDatabase { db in
        // A tiny cache makes SQLite write pages of an open transaction into the file.
        try? db.execute(sql: "PRAGMA cache_size = 2")
        db.trace { event in
          guard "\(event)".contains("INSERT INTO mailChunk") else { return }
          let isLast = left.withLock { count in
            count -= 1
            return count == 0
          }
          if isLast { kill(getpid(), SIGKILL) }
        }
      }
      try store.importEvidence { try GreatImportTests.add(to: &$0) }
    }
    let survivor = try HistoryStore(path: path)
    #expect(try survivor.integrityProblems().isEmpty)
    #expect(try mode(survivor) == "wal")
    try survivor.importEvidence { try Self.add(to: &$0) }
    #expect(try mails(survivor) == Self.count)
  }

  @Test func `the last mails are not written without the cursor`() throws {
    let store = try HistoryStore(path: directory.database)
    try store.write { try $0.execute(sql: "ALTER TABLE logCursor RENAME COLUMN cursor TO other") }
    #expect(throws: StoreError.self) {
      try store.importEvidence { batch in
        try batch.add(EvidenceTests.mail("200", 1))
        batch.setCursor([1], of: "/var/log/mail.log")
      }
    }
    #expect(try mails(store) == 0)
    #expect(throws: StoreError.self) {
      try store.importEvidence { batch in
        try Self.add(to: &batch)
        batch.setCursor([1], of: "/var/log/mail.log")
      }
    }
    #expect(try mails(store) < Self.count)
    #expect(try mode(store) == "wal")
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `what cannot be written is told, whoever writes it`() throws {
    let store = try HistoryStore(path: directory.database)
    try store.write { try $0.execute(sql: "ALTER TABLE mailChunk RENAME COLUMN packed TO other") }
    #expect(throws: StoreError.self) {
      try store.importEvidence { batch in
        batch.setCursor([1], of: "/var/log/mail.log")
        try Self.add(to: &batch)
      }
    }
    #expect(try store.logCursors().isEmpty)
    #expect(try mode(store) == "wal")
  }
}
