import GRDB
package import VmscanModel

extension HistoryStore {
  /// Walks the whole journal and checks that no row was altered, removed, inserted or cut off.
  ///
  /// Somebody who can write the database could rewrite the whole chain; who noted an earlier
  /// `head` outside the database detects that too.
  ///
  /// - Throws: `StoreError` when the journal cannot be read; a damaged chain is a result.
  package func verifyJournal() throws -> JournalVerification {
    try read { db in
      let anchor = try? JournalHead(db)
      let rowCount = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM action") ?? 0
      var chain = JournalChain(expected: anchor?.count ?? rowCount)
      let rows = try Row.fetchCursor(
        db, sql: "SELECT \(JournalRow.columns) FROM action ORDER BY sequence")
      while chain.fault == nil, let row = try rows.next() { chain.check(row) }
      chain.finish(anchor)
      return chain.result
    }
  }
}

extension HistoryStore {
  /// The number of the record with a digest that somebody noted earlier, in hexadecimal; 0 for the
  /// digest every chain begins with, `nil` when the journal has none.
  ///
  /// - Throws: `StoreError`.
  package func journalRecord(digest: String) throws -> Int64? {
    guard digest.contains(where: { $0 != "0" }) else { return 0 }
    return try read { db in
      try Int64.fetchOne(
        db, sql: "SELECT sequence FROM action WHERE lower(hex(digest)) = ?", arguments: [digest])
    }
  }
}

/// The journal's chain as far as it was checked.
private struct JournalChain {
  private let expected: Int64
  private var count: Int64 = 0
  private var digest = JournalDigest.zero
  private(set) var fault: JournalVerification.Fault?
  private var firstBad: Int64?

  init(expected: Int64) { self.expected = expected }

  var result: JournalVerification {
    let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return JournalVerification(
      verified: count, expected: expected, head: hex, fault: fault, firstBad: firstBad)
  }

  mutating func check(_ row: Row) {
    let sequence: Int64 = row[0]
    guard sequence == count + 1 else { return fail(.removed, count + 1) }
    guard let stored = try? JournalRow(row),
      JournalDigest.of(stored.record, detail: stored.detail, after: stored.previous)
        == stored.digest
    else { return fail(.altered, sequence) }
    guard stored.previous == digest else { return fail(.inserted, sequence) }
    guard sequence <= expected else { return fail(.inserted, sequence) }
    count = sequence
    digest = stored.digest
  }

  mutating func finish(_ anchor: JournalHead?) {
    guard fault == nil else { return }
    if count < expected || anchor == nil {
      fail(.truncated, count + 1)
    } else if let anchor, anchor.digest != digest {
      fail(.altered, count)
    }
  }

  private mutating func fail(_ fault: JournalVerification.Fault, _ sequence: Int64) {
    self.fault = fault
    firstBad = sequence
  }
}
