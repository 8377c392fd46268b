import FoundationEssentials
import GRDB
import VmscanModel

/// Brings the packed facts of schemas 1 to 5 into the tables of schema 6, with every run's state.
///
/// `fact` held what the latest run of a site knew, `pastFact` what earlier runs knew from run
/// `fromRun` up to and without `untilRun`. Kinds: 1 mailbox, 2 recipients of a mailbox, 3 context,
/// 4 source problem, 5 finding, 6 data lists and own domains. Endings: 0 another value followed,
/// 1 gone, 2 its rule was not run. The forms are frozen here, whatever becomes of the model's types.
struct OldFacts {
  let db: Database

  static func move(in db: Database) throws {
    let old = OldFacts(db: db)
    try old.moveRuns()
    for site in try Int64.fetchAll(db, sql: "SELECT id FROM site") {
      var identities = try MailboxIdentities(db: db, site: site)
      try old.moveMailboxes(site, &identities)
      try old.moveFindings(site, &identities)
      try old.moveSite(site)
    }
    try db.execute(
      sql: """
        DROP TABLE fact;
        DROP TABLE pastFact;
        DROP TABLE run;
        ALTER TABLE new_run RENAME TO run;
        CREATE INDEX runBySite ON run (site, id);
        """)
  }

  /// One fact as it was stored.
  private struct Fact {
    var kind: Int64
    var key: [UInt8]
    var from: Int64
    var until: Int64?
    var ending: Int64?
    var value: [UInt8]
    var since: [UInt8]
  }

  /// Calls the body for every key of some kinds with its facts, oldest first.
  private func forEachKey(
    _ site: Int64, _ kinds: String, _ body: ([UInt8], [Fact]) throws -> Void
  ) throws {
    let rows = try RawStatement(
      """
      SELECT kind, key, fromRun, untilRun, ending, value, since FROM (
        SELECT kind, key, fromRun, NULL AS untilRun, NULL AS ending, value, since FROM fact
        WHERE site = ?1 AND kind IN (\(kinds))
        UNION ALL
        SELECT kind, key, fromRun, untilRun, ending, value, since FROM pastFact
        WHERE site = ?1 AND kind IN (\(kinds)))
      ORDER BY key, fromRun
      """, in: db)
    var facts: [Fact] = []
    try rows.forEachRow([.number(site)]) { row in
      let fact = Fact(
        kind: row.number(at: 0), key: row.bytes(at: 1), from: row.number(at: 2),
        until: row.optionalNumber(at: 3), ending: row.optionalNumber(at: 4),
        value: row.bytes(at: 5), since: row.bytes(at: 6))
      if let last = facts.last, last.key != fact.key {
        try body(last.key, facts)
        facts.removeAll(keepingCapacity: true)
      }
      facts.append(fact)
    }
    if let last = facts.last { try body(last.key, facts) }
  }

  // MARK: - Mailboxes

  private func moveMailboxes(_ site: Int64, _ identities: inout MailboxIdentities) throws {
    let writers = try StateTable.all.map { try OldStateWriter($0, db: db, site: site) }
    try forEachKey(site, "1, 2") { key, facts in
      let mailbox = try identities.id(of: try OldForm.mailbox(key))
      var spans: [[OldSpan]] = Array(repeating: [], count: StateTable.all.count)
      for fact in facts {
        var form = OldForm(fact.value)
        if fact.kind == 1 {
          for (table, rows) in try form.mailboxStates().enumerated() {
            spans[table] += rows.map { OldSpan($0, fact.from, fact.until) }
          }
        } else {
          spans[4] += try form.recipients(since: fact.since).map {
            OldSpan($0, fact.from, fact.until)
          }
        }
      }
      for table in writers.indices {
        try writers[table].add(OldSpan.joined(spans[table]), of: mailbox)
      }
    }
  }

  // MARK: - Findings

  private func moveFindings(_ site: Int64, _ identities: inout MailboxIdentities) throws {
    let shared = try SharedRows(db)
    let writer = try FindingWriter(
      db: db, site: site, columns: FindingReader.oldColumns)
    var words = Words(db)
    let endings = ["replaced", "gone", "withdrawn"]
    try forEachKey(site, "5") { key, facts in
      let (fingerprint, occurrence) = try OldForm.finding(key)
      for fact in facts {
        var form = OldForm(fact.value)
        let values = try form.finding(&words, shared, &identities)
        try writer.add(
          fingerprint, occurrence, from: fact.from, until: fact.until,
          ending: fact.ending.flatMap {
            endings.indices.contains(Int($0)) ? endings[Int($0)] : nil
          },
          values + (try OldForm(fact.since).origin()))
      }
    }
  }

  // MARK: - What is of the whole site

  private func moveSite(_ site: Int64) throws {
    let states = SiteStates(db: db, site: site)
    try forEachKey(site, "3") { key, facts in
      let name = ByteText(bytes: key).databaseText
      for fact in facts {
        var form = OldForm(fact.value)
        let (counts, ages) = try form.context()
        for (kind, values) in [(SiteStates.contexts, counts), (SiteStates.contextAges, ages)] {
          try states.add(kind, [name] + values, from: fact.from, until: fact.until)
        }
      }
    }
    try forEachKey(site, "4") { key, facts in
      for fact in facts {
        var form = OldForm(key)
        try states.add(SiteStates.gaps, try form.problem(), from: fact.from, until: fact.until)
      }
    }
    try forEachKey(site, "6") { key, facts in
      for fact in facts {
        var form = OldForm(fact.value)
        if key == Array("lists".utf8) {
          for row in try form.lists() {
            try states.add(SiteStates.dataLists, row, from: fact.from, until: fact.until)
          }
        } else {
          let (domains, isInferred) = try form.ownDomains()
          for domain in domains {
            try states.add(
              SiteStates.ownDomains, [domain.databaseValue], from: fact.from, until: fact.until)
          }
          try db.execute(
            sql: """
              UPDATE new_run SET own_domains_inferred = ?1
              WHERE site = ?2 AND id >= ?3 AND id < coalesce(?4, 9223372036854775807)
              """, arguments: [isInferred, site, fact.from, fact.until])
        }
      }
    }
  }

  // MARK: - Runs

  private func moveRuns() throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, site, previous, started, finished, now, version, host, asteriskVersion,
          complete, totals, findings FROM run ORDER BY id
        """)
    while let row = try rows.next() {
      var form = OldForm(try row.bytes(at: 10))
      try db.execute(
        sql: """
          INSERT INTO new_run (id, site, previous, started, finished, now, version, host,
            asterisk_version, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, arguments: StatementArguments(row.databaseValues.prefix(10)))
      try form.totals(of: row[0], in: db)
      var counts = OldForm(try row.bytes(at: 11))
      try counts.findingCounts(of: row[0], in: db)
    }
  }
}

/// A state with the runs it held in.
private struct OldSpan {
  var row: StateRow
  var from: Int64
  var until: Int64?

  init(_ row: StateRow, _ from: Int64, _ until: Int64?) {
    self.row = row
    self.from = from
    self.until = until
  }

  /// The spans with those of one part joined that follow one another with the same values.
  static func joined(_ spans: [OldSpan]) -> [OldSpan] {
    var joined: [OldSpan] = []
    var last: [RawStatement.Value: Int] = [:]
    for span in spans {
      if let index = last[span.row.part], joined[index].until == span.from,
        joined[index].row.values == span.row.values
      {
        joined[index].until = span.until
      } else {
        last[span.row.part] = joined.count
        joined.append(span)
      }
    }
    return joined
  }
}

/// Inserts states with the runs they held in.
private struct OldStateWriter {
  private let insertion: RawStatement
  private let hasPart: Bool
  private let site: Int64

  init(_ table: StateTable, db: Database, site: Int64) throws {
    let columns =
      ["current", "site", "mailbox"] + [table.part].compactMap(\.self) + ["from_run", "until_run"]
      + table.columns
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    insertion = try RawStatement(
      "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(places))", in: db)
    hasPart = table.part != nil
    self.site = site
  }

  func add(_ spans: [OldSpan], of mailbox: Int64) throws {
    for span in spans {
      let part = hasPart ? [span.row.part] : []
      try insertion.execute(
        [.number(span.until == nil ? 1 : 0), .number(site), .number(mailbox)] + part
          + [.number(span.from), .optional(span.until)] + span.row.values)
    }
  }
}
