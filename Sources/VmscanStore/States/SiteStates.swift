import GRDB
import VmscanModel

/// Few rows of a site that hold from one run up to another: contexts, gaps, domains, lists.
///
/// Such a row is its own key: one of which anything changes ends, and another begins.
struct SiteStates {
  let db: Database
  let site: Int64

  static let contexts = (
    table: "context_count",
    columns: """
    context, mailboxes, messages, bytes, seconds, retained_messages, retained_bytes,
    retained_seconds, oldest
    """
  )
  static let contextAges = (
    table: "context_age",
    columns: "context, over_age_messages, over_age_bytes, over_age_seconds, ages"
  )
  static let gaps = (
    table: "gap",
    columns: "kind, path, line, template, arguments, context, mailbox, hides_data"
  )
  static let ownDomains = (table: "own_domain", columns: "domain")
  static let dataLists = (table: "data_list", columns: "position, name, date, entries")

  /// Records what a run has of all of them.
  ///
  /// - Throws: `StoreError.ambiguousReport` when a context is there twice.
  func record(_ report: ScanReport) throws {
    for (left, right) in zip(report.contexts, report.contexts.dropFirst())
    where left.name == right.name { throw StoreError.ambiguousReport("'\(right.name)'") }
    let run = report.run.id
    try merge(Self.contexts, report.contexts.map(\.counts), run)
    try merge(Self.contextAges, report.contexts.map(\.ageColumns), run)
    try merge(Self.gaps, report.coverage.problems.map(\.columns), run)
    try merge(Self.ownDomains, report.ownDomains.domains.map { [$0.databaseValue] }, run)
    try merge(
      Self.dataLists,
      report.lists.enumerated().map { position, list in
        [
          position.databaseValue, list.name.databaseValue, list.date.databaseValue,
          list.entries.databaseValue,
        ]
      }, run)
  }

  private func merge(
    _ kind: (table: String, columns: String), _ rows: [[DatabaseValue]], _ run: Int64
  ) throws {
    var stored: [[DatabaseValue]: [Int64]] = [:]
    let present = try Row.fetchCursor(
      db,
      sql: "SELECT \(kind.columns), id FROM \(kind.table) WHERE site = ? AND until_run IS NULL",
      arguments: [site])
    while let row = try present.next() {
      let values = Array(row.databaseValues)
      stored[Array(values.dropLast()), default: []].append(row[values.count - 1])
    }
    for row in rows where stored[row]?.popLast() == nil {
      try add(kind, row, from: run, until: nil)
    }
    for id in stored.values.joined() {
      try db.cachedStatement(sql: "UPDATE \(kind.table) SET until_run = ? WHERE id = ?")
        .execute(arguments: [run, id])
    }
  }

  func add(
    _ kind: (table: String, columns: String), _ row: [DatabaseValue], from run: Int64,
    until: Int64?
  ) throws {
    let places = row.map { _ in "?" }.joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO \(kind.table) (site, from_run, until_run, \(kind.columns))
        VALUES (?, ?, ?, \(places))
        """)
    try statement.execute(
      arguments: StatementArguments(
        [site.databaseValue, run.databaseValue, until?.databaseValue ?? .null] + row))
  }

  /// The contexts of a run.
  func contexts(in run: Int64) throws -> [ContextReport] {
    let ages = Dictionary(
      try rows(Self.contextAges, in: run).map { (try $0.text(at: 0), $0) },
      uniquingKeysWith: { first, _ in first })
    return try rows(Self.contexts, in: run).map {
      try ContextReport($0, ages: ages[try $0.text(at: 0)])
    }
  }

  /// The rows of a kind that held in a run.
  func rows(_ kind: (table: String, columns: String), in run: Int64) throws -> [Row] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT \(kind.columns) FROM \(kind.table)
        WHERE site = ?1 AND from_run <= ?2 AND (until_run IS NULL OR until_run > ?2) ORDER BY id
        """, arguments: [site, run])
  }
}

extension ContextReport {
  var counts: [DatabaseValue] {
    [name.databaseText, mailboxes.databaseValue] + messages.databaseValues
      + retainedEmailed.databaseValues + [oldest?.epochSeconds.databaseValue ?? .null]
  }

  var ageColumns: [DatabaseValue] {
    let bands = ages.map { ages in
      "[" + AgeBand.all.indices.map { "\(ages[$0])" }.joined(separator: ",") + "]"
    }
    return [name.databaseText] + overAge.databaseValues + [bands?.databaseValue ?? .null]
  }

  /// Reads a row of each table.
  init(_ row: Row, ages: Row?) throws {
    self.init(
      name: try row.text(at: 0), mailboxes: row[1], messages: MessageTotals(row, at: 2),
      retainedEmailed: MessageTotals(row, at: 5),
      overAge: ages.map { MessageTotals($0, at: 1) } ?? MessageTotals(),
      oldest: row.optionalTime(at: 8))
    guard let bands: String = ages?[4] else { return }
    var counts = AgeCounts()
    let numbers = bands.dropFirst().dropLast().split(separator: ",")
    for (band, number) in zip(AgeBand.all.indices, numbers) { counts[band] = Int(number) ?? 0 }
    self.ages = counts
  }
}

extension SourceProblem {
  var columns: [DatabaseValue] {
    [
      kind.rawValue.databaseValue, path.databaseText, line?.databaseValue ?? .null,
      detail.template.databaseValue, detail.storedArguments.databaseValue,
      mailbox?.context.databaseText ?? .null, mailbox?.mailbox.databaseText ?? .null,
      hidesData.databaseValue,
    ]
  }

  init(_ row: Row) throws {
    guard let kind = Kind(rawValue: row[0]),
      let detail = Sentence(template: row[3], storedArguments: row[4])
    else { throw StoreError.unreadableValue("a source problem") }
    let mailbox =
      row.hasNull(atIndex: 6)
      ? nil : MailboxID(context: try row.text(at: 5), mailbox: try row.text(at: 6))
    self.init(
      kind, path: try row.text(at: 1), line: row[2], detail: detail, mailbox: mailbox,
      hidesData: row[7])
  }
}

extension MessageTotals {
  var databaseValues: [DatabaseValue] {
    [messages.databaseValue, bytes.bytes.databaseValue, seconds.databaseValue]
  }

  /// Reads three columns.
  init(_ row: Row, at index: Int) {
    self.init(
      messages: row[index], bytes: ByteCount(row[index + 1]), seconds: row[index + 2])
  }
}
