import GRDB
import Glibc
import Synchronization
import Testing
import VmscanModel

@testable import VmscanStore

struct CrashTests {
  @Test func `files copied in the middle of a transaction hold the runs before it`() throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.database)
    let first = try store.record(ReportBuilder.usual(day: 0).report)
    let copy = directory.path + "/copy.db"
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.write { db in
        // A tiny cache makes SQLite write pages of an open transaction into the log.
        try db.execute(sql: "PRAGMA cache_size = 2")
        var builder = ReportBuilder(day: 1)
        builder.mailboxes = (1000..<3000).map { ReportBuilder.box(ByteText("\($0)")) }
        var report = builder.report
        try RunRecorder(db: db, skippedRules: []).record(&report)
        for suffix in ["", "-wal"] {
          VmscanStoreTests.write(contents(of: directory.database + suffix), to: copy + suffix)
        }
        throw Stop()
      }
    }
    #expect(contents(of: copy + "-wal").count > 100_000)
    for path in [directory.database, copy] {
      let survivor = try HistoryStore(path: path)
      #expect(isSame(try survivor.report(), first))
      #expect(try survivor.integrityProblems().isEmpty)
    }
  }

  @Test(arguments: [1, 5, 12, 20, 30])
  func `a process killed while it records leaves the run before`(statements: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.database
    let first = try HistoryStore(path: path).record(ReportBuilder.usual(day: 0).report)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, statements = statements as Int] in
      let store = try HistoryStore(path: path)
      let left = Mutex(statements)
      store.database.inDatabase { db in
        db.trace { _ in
          let isLast = left.withLock { count in
            count -= 1
            return count == 0
          }
          if isLast { kill(getpid(), SIGKILL) }
        }
      }
      var builder = ReportBuilder.usual(day: 1)
      builder.mailboxes += (2000..<2020).map { ReportBuilder.box(ByteText("\($0)")) }
      _ = try store.record(builder.report)
    }
    let survivor = try HistoryStore(path: path)
    #expect(isSame(try survivor.report(), first))
    #expect(try survivor.integrityProblems().isEmpty)
    #expect(try survivor.record(ReportBuilder.usual(day: 2).report).run.previous == first.run.id)
  }
}
