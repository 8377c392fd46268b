import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// How the rows of a run are found that a fleet has not got.
struct PublishedQueryTests {
  /// A mailbox has two tables of states; to read the one whole for each row of the other takes seconds
  /// after some months.
  @Test(arguments: ["from_run", "until_run"])
  func `states of mailboxes are found by an index`(_ column: String) throws {
    let store = try HistoryStore.temporary()
    let mask = HistoryMask(name: { $0 }, address: { $0 }, text: { $0 }, sentence: { $0 })
    try store.read { db in
      for function in MaskFunction.all(mask) { db.add(function: function) }
      let all = try PublishedTables.all(in: db)
      let query = try #require(all.first { $0.table.name == "mailbox" }?.query)
      let steps = try Row.fetchAll(
        db,
        sql: "EXPLAIN QUERY PLAN SELECT * FROM (\(query)) WHERE site = ? AND \(column) = ?",
        arguments: ["pbx", 1]
      ).map { $0["detail"] as String }
      #expect(steps.count >= 4, "\(steps)")
      #expect(!steps.contains { $0.hasPrefix("SCAN ") }, "\(steps)")
    }
  }
}
