import FoundationEssentials
import GRDB
import VmscanModel

/// Decides what happens to the facts of one kind when a run is recorded.
protocol FactMergePolicy {
  /// What to note beside a fact that is new or has another value; `before` is the fact it follows,
  /// from the run before or, when it is returning, from further back.
  mutating func since(of index: Int, after before: StoredFact?, isReturning: Bool) throws -> [UInt8]
  /// Tells what stands beside the incoming fact once the run is recorded.
  mutating func settled(_ index: Int, since: [UInt8]) throws
  /// Why a fact the run does not have has ended; `nil` keeps it as it is.
  mutating func ending(of missing: StoredFact) throws -> FactEnding?
}

extension FactMergePolicy {
  mutating func since(
    of index: Int, after before: StoredFact?, isReturning: Bool
  ) throws -> [UInt8] { [] }

  mutating func settled(_ index: Int, since: [UInt8]) throws {}
  mutating func ending(of missing: StoredFact) throws -> FactEnding? { .gone }
}

/// For facts that come and go without a story.
struct PlainFacts: FactMergePolicy {}

/// Brings the facts of one kind up to date with a run, writing only what changed.
///
/// Both sides are walked in key order, so memory holds only the changes.
struct FactMerge {
  let db: Database
  let site: Int64
  let run: Int64

  private struct Changes {
    var added: [Int] = []
    var replaced: [(index: Int, before: StoredFact)] = []
    var ended: [(key: [UInt8], ending: FactEnding)] = []
  }

  /// Merges facts that are sorted by key, each key once.
  func merge(
    _ kind: FactKind, _ facts: some FactSource, policy: inout some FactMergePolicy
  ) throws {
    let changes = try changes(kind, facts, &policy)
    let put = try FactWriter(db: db, site: site, kind: kind, run: run)
    for (key, ending) in changes.ended {
      try close(kind, key, ending)
      try execute("DELETE FROM fact WHERE site = ? AND kind = ? AND key = ?", kind, key)
    }
    for (index, before) in changes.replaced {
      try close(kind, before.key, .replaced)
      let since = try policy.since(of: index, after: before, isReturning: false)
      try put(before.key, facts.value(index), since: since)
      try policy.settled(index, since: since)
    }
    let hasPast = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM pastFact WHERE site = ? AND kind = ?)",
      arguments: [site, kind.rawValue])
    for index in changes.added {
      let key = facts.key(index)
      let before = hasPast == true ? try past(kind, key) : nil
      let since = try policy.since(of: index, after: before, isReturning: before != nil)
      try put(key, facts.value(index), since: since)
      try policy.settled(index, since: since)
    }
  }

  private func changes(
    _ kind: FactKind, _ facts: some FactSource, _ policy: inout some FactMergePolicy
  ) throws -> Changes {
    var changes = Changes()
    var at = 0
    var key = Packer()
    var value = Packer()
    func advance(to next: Int) {
      at = next
      key.clear()
      if at < facts.count { facts.putKey(at, into: &key) }
    }
    advance(to: 0)
    let rows = try RawStatement(
      "SELECT key, value, since FROM fact WHERE site = ? AND kind = ? ORDER BY key", in: db)
    try rows.forEachRow([.number(site), .number(Int64(kind.rawValue))]) { row in
      var order = row.withBytes(at: 0) { key.bytes.order(to: $0) }
      while at < facts.count, order < 0 {
        changes.added.append(at)
        advance(to: at + 1)
        order = row.withBytes(at: 0) { key.bytes.order(to: $0) }
      }
      guard at < facts.count, order == 0 else {
        let stored = StoredFact(row)
        if let ending = try policy.ending(of: stored) { changes.ended.append((stored.key, ending)) }
        return
      }
      value.clear()
      facts.putValue(at, into: &value)
      if row.withBytes(at: 1, { value.bytes.order(to: $0) == 0 }) {
        try policy.settled(at, since: row.bytes(at: 2))
      } else {
        changes.replaced.append((at, StoredFact(row)))
      }
      advance(to: at + 1)
    }
    changes.added.append(contentsOf: at..<facts.count)
    return changes
  }

  private func close(_ kind: FactKind, _ key: [UInt8], _ ending: FactEnding) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO pastFact (site, kind, key, fromRun, untilRun, ending, value, since)
        SELECT site, kind, key, fromRun, ?, ?, value, since FROM fact
        WHERE site = ? AND kind = ? AND key = ?
        """)
    try statement.execute(arguments: [run, ending.rawValue, site, kind.rawValue, Data(key)])
  }

  private func past(_ kind: FactKind, _ key: [UInt8]) throws -> StoredFact? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT value, since FROM pastFact WHERE site = ? AND kind = ? AND key = ?
        ORDER BY fromRun DESC LIMIT 1
        """)
    let row = try Row.fetchOne(statement, arguments: [site, kind.rawValue, Data(key)])
    return try row.map {
      StoredFact(key: key, value: try $0.bytes(at: 0), since: try $0.bytes(at: 1))
    }
  }

  private func execute(_ sql: String, _ kind: FactKind, _ key: [UInt8]) throws {
    try db.cachedStatement(sql: sql).execute(arguments: [site, kind.rawValue, Data(key)])
  }
}

/// Writes facts of one kind.
struct FactWriter {
  private let statement: RawStatement
  private let site: Int64
  private let kind: Int64
  private let run: Int64

  init(db: Database, site: Int64, kind: FactKind, run: Int64) throws {
    statement = try RawStatement(
      """
      INSERT INTO fact (site, kind, key, fromRun, value, since) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE
      SET fromRun = excluded.fromRun, value = excluded.value, since = excluded.since
      """, in: db)
    self.site = site
    self.kind = Int64(kind.rawValue)
    self.run = run
  }

  func callAsFunction(_ key: [UInt8], _ value: [UInt8], since: [UInt8]) throws {
    try statement.execute(
      .number(site), .number(kind), .bytes(key), .number(run), .bytes(value), .bytes(since))
  }
}
