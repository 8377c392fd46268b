import GRDB
import VmscanModel

/// A row of table `run`, with its site and the rows of its figures.
struct RunRow {
  var site: Int64
  var summary: RecordedRun
  var infersOwnDomains: Bool

  static let columns = """
    run.site, run.id, run.previous, run.started, run.finished, run.now, run.version, run.host,
    run.asterisk_version, site.spool, site.etc, run.complete, run.own_domains_inferred,
    run.mailboxes, run.configured_mailboxes, run.orphaned_mailboxes,
    run.messages, run.bytes, run.seconds, run.retained_messages, run.retained_bytes,
    run.retained_seconds, run.over_age_messages, run.over_age_bytes, run.over_age_seconds,
    run.outside_messages, run.outside_bytes, run.outside_seconds,
    run.quarantine_messages, run.quarantine_bytes, run.quarantine_seconds,
    run.oldest, run.oldest_retained, run.quarantine_reading, run.quarantine_oldest,
    run.quarantine_first_end, run.quarantine_last_end, run.shared_pins, run.logins
    """

  private init(_ row: Row, in db: Database) throws {
    site = row[0]
    let run = RunInfo(
      id: row[1], started: row.time(at: 3), finished: row.time(at: 4), version: row[6],
      host: row[7], now: row.time(at: 5), spool: try row.text(at: 9), etc: try row.text(at: 10),
      asteriskVersion: row[8], previous: row[2])
    infersOwnDomains = row[12]
    let figures = RunFigures(db: db, run: run.id)
    var totals = ReportTotals()
    totals.mailboxes = row[13]
    totals.configuredMailboxes = row[14]
    totals.orphanedMailboxes = row[15]
    totals.messages = MessageTotals(row, at: 16)
    totals.retainedEmailed = MessageTotals(row, at: 19)
    totals.overAge = MessageTotals(row, at: 22)
    totals.outsideSpool = MessageTotals(row, at: 25)
    totals.quarantined.amount = MessageTotals(row, at: 28)
    totals.oldest = row.optionalTime(at: 31)
    totals.oldestRetainedEmailed = row.optionalTime(at: 32)
    totals.quarantined.reading = QuarantineTotals.Reading(rawValue: row[33]) ?? .notRead
    totals.quarantined.oldest = row.optionalTime(at: 34)
    totals.quarantined.firstEnd = row.optionalTime(at: 35)
    totals.quarantined.lastEnd = row.optionalTime(at: 36)
    totals.pins.shared = row[37]
    totals.logins = row.hasNull(atIndex: 38) ? nil : LoginTotals()
    try figures.complete(&totals)
    summary = RecordedRun(
      run: run, isComplete: row[11], totals: totals, findings: try figures.findings())
  }

  /// Rows that fulfil a condition on `run`, in the order given.
  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in db: Database
  ) throws -> [RunRow] {
    let sql = "SELECT \(columns) FROM run JOIN site ON site.id = run.site \(condition)"
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map { try RunRow($0, in: db) }
  }

  /// A run by number, or the latest one, of a site or of all; `nil` when there is none.
  static func find(_ run: Int64?, site: Int64? = nil, in db: Database) throws -> RunRow? {
    let condition = """
      WHERE (?1 IS NULL OR run.id = ?1) AND (?2 IS NULL OR run.site = ?2)
      ORDER BY run.id DESC LIMIT 1
      """
    return try fetch(condition, [run, site], in: db).first
  }

  /// Adds a run with its figures, but not the counts of its findings.
  ///
  /// - Returns: Its number.
  static func insert(
    _ run: RunInfo, site: Int64, isComplete: Bool, infersOwnDomains: Bool, _ totals: ReportTotals,
    in db: Database
  ) throws -> Int64 {
    var values: [DatabaseValue] = [
      site.databaseValue, run.previous?.databaseValue ?? .null,
      run.started.databaseValue, run.finished.databaseValue, run.now.databaseValue,
      run.version.databaseValue, run.host.databaseValue,
      run.asteriskVersion?.databaseValue ?? .null, isComplete.databaseValue,
      infersOwnDomains.databaseValue, totals.mailboxes.databaseValue,
      totals.configuredMailboxes.databaseValue, totals.orphanedMailboxes.databaseValue,
    ]
    for amount in [
      totals.messages, totals.retainedEmailed, totals.overAge, totals.outsideSpool,
      totals.quarantined.amount,
    ] { values += amount.databaseValues }
    values += [totals.oldest.databaseValue, totals.oldestRetainedEmailed.databaseValue]
    values.append(totals.quarantined.reading.rawValue.databaseValue)
    values += [
      totals.quarantined.oldest, totals.quarantined.firstEnd, totals.quarantined.lastEnd,
    ].map(\.databaseValue)
    values.append(totals.pins.shared.databaseValue)
    values.append(totals.logins?.total.databaseValue ?? .null)
    try db.execute(
      sql: """
        INSERT INTO run (site, previous, started, finished, now, version, host,
          asterisk_version, complete, own_domains_inferred, mailboxes, configured_mailboxes,
          orphaned_mailboxes, messages, bytes, seconds, retained_messages, retained_bytes,
          retained_seconds, over_age_messages, over_age_bytes, over_age_seconds, outside_messages,
          outside_bytes, outside_seconds, quarantine_messages, quarantine_bytes,
          quarantine_seconds, oldest, oldest_retained, quarantine_reading, quarantine_oldest,
          quarantine_first_end, quarantine_last_end, shared_pins, logins)
        VALUES (\(Array(repeating: "?", count: 36).joined(separator: ", ")))
        """,
      arguments: StatementArguments(values))
    let number = db.lastInsertedRowID
    try RunFigures(db: db, run: number).insert(totals)
    return number
  }
}

extension Timestamp {
  var databaseValue: DatabaseValue { epochSeconds.databaseValue }
}

extension Timestamp? {
  var databaseValue: DatabaseValue { self?.epochSeconds.databaseValue ?? .null }
}

/// The figures of a run of which there is more than one: by grade, class, age, PIN, login and
/// severity.
struct RunFigures {
  let db: Database
  let run: Int64

  static let tables = ["run_grade", "run_class", "run_age", "run_pin", "run_finding", "run_login"]

  func insert(_ totals: ReportTotals) throws {
    for (grade, amount) in totals.byGrade {
      try add("run_grade", [grade.rawValue.databaseValue] + amount.databaseValues)
    }
    for (name, amount) in totals.byDestinationClass {
      try add(
        "run_class",
        [
          name.rawValue.databaseValue, amount.mailboxes.databaseValue,
          amount.withAudio.databaseValue, amount.addresses.databaseValue,
        ] + amount.messages.databaseValues)
    }
    for (band, amount) in totals.ageHistogram.enumerated() {
      try add("run_age", [band.databaseValue] + amount.databaseValues)
    }
    for (strength, count) in totals.pins.byStrength {
      try add(
        "run_pin",
        ["strength".databaseValue, strength.rawValue.databaseValue, count.databaseValue])
    }
    for (band, count) in totals.pins.byLength {
      try add(
        "run_pin", ["length".databaseValue, band.rawValue.databaseValue, count.databaseValue])
    }
    guard let logins = totals.logins else { return }
    for kind in LoginTotals.kinds {
      for state in LoginState.allCases where logins[kind, state] > 0 {
        try add(
          "run_login",
          [
            kind.databaseValue, state.rawValue.databaseValue, logins[kind, state].databaseValue,
          ])
      }
    }
  }

  func insert(_ counts: FindingCounts) throws {
    for severity in Severity.allCases {
      for status in ReportedFinding.Status.allCases where counts[severity, status] != 0 {
        try add(
          "run_finding",
          [
            severity.rank.databaseValue, status.rawValue.databaseValue,
            counts[severity, status].databaseValue,
          ])
      }
    }
  }

  private func add(_ table: String, _ values: [DatabaseValue]) throws {
    let places = values.map { _ in "?" }.joined(separator: ", ")
    try db.cachedStatement(sql: "INSERT INTO \(table) VALUES (?, \(places))")
      .execute(arguments: StatementArguments([run.databaseValue] + values))
  }

  func complete(_ totals: inout ReportTotals) throws {
    for row in try rows("grade, messages, bytes, seconds", of: "run_grade") {
      guard let grade = EmailGrade(rawValue: row[0]) else { continue }
      totals.byGrade[grade] = MessageTotals(row, at: 1)
    }
    let classes = "class, mailboxes, mailboxes_with_audio, addresses, messages, bytes, seconds"
    for row in try rows(classes, of: "run_class") {
      guard let name = DestinationClass(rawValue: row[0]) else { continue }
      totals.byDestinationClass[name] = DestinationTotals(
        mailboxes: row[1], withAudio: row[2], addresses: row[3], messages: MessageTotals(row, at: 4)
      )
    }
    let ages = try rows("band, messages, bytes, seconds", of: "run_age")
    totals.ageHistogram = ages.sorted { ($0[0] as Int) < $1[0] }.map { MessageTotals($0, at: 1) }
    for row in try rows("measure, value, mailboxes", of: "run_pin") {
      if row[0] == "strength", let strength = PINStrength(rawValue: row[1]) {
        totals.pins.byStrength[strength] = row[2]
      } else if let band = PINLengthBand(rawValue: row[1]) {
        totals.pins.byLength[band] = row[2]
      }
    }
    guard totals.logins != nil else { return }
    for row in try rows("kind, state, logins", of: "run_login") {
      guard let state = LoginState(rawValue: row[1]) else { continue }
      totals.logins?[row[0], state] = row[2]
    }
  }

  func findings() throws -> FindingCounts {
    var counts = FindingCounts()
    for row in try rows("severity, status, findings", of: "run_finding") {
      guard let severity = Severity(rank: row[0]),
        let status = ReportedFinding.Status(rawValue: row[1])
      else { continue }
      counts[severity, status] = row[2]
    }
    return counts
  }

  private func rows(_ columns: String, of table: String) throws -> [Row] {
    let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM \(table) WHERE run = ?")
    return try Row.fetchAll(statement, arguments: [run])
  }
}
