import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

struct MaintenanceTests {
  let directory: TemporaryDirectory
  let store: HistoryStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try HistoryStore(path: directory.database)
  }

  @Test func `a backup is a private history of its own and replaces nothing`() throws {
    let report = try store.record(ReportBuilder.usual(day: 0).report)
    let copy = directory.path + "/backup.db"
    try store.backUp(to: copy)
    #expect(mode(of: copy) == 0o600)
    #expect(isSame(try HistoryStore(path: copy).report(), report))
    #expect(throws: StoreError.exists(path: copy)) { try store.backUp(to: copy) }
    #expect(isSame(try HistoryStore(path: copy).report(), report))
  }

  static let prunes: [(keep: Int, before: Int64?, kept: [Int64])] = [
    (3, nil, [4, 5, 6]), (0, nil, [6]), (9, nil, [1, 2, 3, 4, 5, 6]),
    (1, 3, [4, 5, 6]), (4, 9, [3, 4, 5, 6]), (1, 0, [1, 2, 3, 4, 5, 6]), (1, 99, [6]),
  ]

  @Test(arguments: prunes)
  func `runs are removed by number and age`(
    row: (keep: Int, before: Int64?, kept: [Int64])
  ) throws {
    for day in 0..<6 { _ = try store.record(ReportBuilder.usual(day: Int64(day)).report) }
    try store.append(contentsOf: JournalTests.records(3))
    let removed = try store.pruneRuns(
      keepingLatest: row.keep, olderThan: row.before.map { ReportBuilder.time(day: $0) })
    #expect(try store.runs().map(\.run.id) == row.kept)
    #expect(removed + row.kept == [1, 2, 3, 4, 5, 6])
    let latest = try #require(try store.report())
    #expect(latest.statuses == ["VM-101 open 0", "VM-201 open 0"])
    #expect(try store.verifyJournal().verified == 3)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `a run number is never used again`() throws {
    for day in 0..<3 { _ = try store.record(ReportBuilder.usual(day: Int64(day)).report) }
    try store.pruneRuns(keepingLatest: 1)
    #expect(try store.record(ReportBuilder.usual(day: 3).report).run.id == 4)
  }

  @Test func `pruning gives room back`() throws {
    for day in 0..<4 {
      var builder = ReportBuilder(day: Int64(day))
      builder.mailboxes = (0..<2000).map {
        ReportBuilder.box(ByteText("\(1000 + $0)"), messages: day)
      }
      _ = try store.record(builder.report)
    }
    try store.optimize(compact: true)
    let before = try store.statistics()
    // In each of three nights the counts, the folder and the grade of every mailbox changed.
    #expect(before.rows["past"] == Int64(18_000))
    try store.pruneRuns(keepingLatest: 1)
    #expect(try store.statistics().rows["past"] == 0)
    try store.optimize(compact: true)
    #expect(try store.statistics().bytes.bytes < before.bytes.bytes * 3 / 4)
  }

  @Test func `a broken reference is named`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    try store.database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; DELETE FROM site; PRAGMA foreign_keys = ON")
    }
    #expect(try store.integrityProblems().contains { $0.contains("table run") })
  }

  @Test func `2000 unchanged boxes cost under two kilobytes a run`() throws {
    var builder = ReportBuilder(day: 0)
    builder.mailboxes = (0..<2000).map { ReportBuilder.box(ByteText("\(1000 + $0)")) }
    builder.findings = (0..<2000).map {
      ReportBuilder.finding("VM-101", box: ByteText("\(1000 + $0)"))
    }
    _ = try store.record(builder.report)
    let before = try store.statistics().bytes.bytes
    try store.optimize()
    for day in 1...16 {
      builder.day = Int64(day)
      _ = try store.record(builder.report)
      try store.optimize()
    }
    #expect(try store.statistics().bytes.bytes <= before + 16 * 2048)
  }
}
