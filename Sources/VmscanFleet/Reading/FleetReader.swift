package import VmscanModel

/// Asks a fleet's views; all of one moment, and nothing is changed.
package struct FleetReader {
  private let connection: PostgresConnection

  /// - Throws: `PostgresError` when the schema is of another release.
  package init(_ connection: PostgresConnection) throws(PostgresError) {
    try FleetSchema.check(connection)
    self.connection = connection
    // To compile a query for each part of each table takes ten times as long as to answer it.
    try connection.execute(
      "SELECT set_config('jit', 'off', false) FROM pg_settings WHERE name = 'jit'")
    try connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  }

  /// The server's clock.
  package func now() throws(PostgresError) -> Timestamp {
    let rows = try connection.rows("SELECT extract(epoch FROM clock_timestamp())::bigint")
    return Timestamp(rows.number(0, 0) ?? 0)
  }

  /// Every site with its latest run.
  package func sites() throws(PostgresError) -> [FleetSite] {
    let rows = try table(
      """
      SELECT \(Self.figures), site, host, run, finished, reported, received, clock_behind,
        complete, version, asterisk_version, reader
      FROM vmscan.v_fleet_site ORDER BY site
      """)
    return rows.map { row in
      let next = Self.figureCount
      return FleetSite(
        name: row.text(next), host: row.text(next + 1), run: row.number(next + 2),
        finished: row.time(next + 3), reported: row.time(next + 4), received: row.time(next + 5),
        clockBehind: row.number(next + 6), isComplete: row.number(next + 7) == 1,
        version: row.text(next + 8), asteriskVersion: row.optionalText(next + 9),
        reader: row.text(next + 10), figures: Self.figures(of: row))
    }
  }

  /// Figures of the runs since a time, by site and run.
  ///
  /// With `carrying` the latest run before that time comes with them, for a site that has been silent
  /// since.
  package func runs(
    since time: Timestamp, site: String? = nil, carrying: Bool = false
  ) throws(PostgresError) -> [FleetRunFigures] {
    let columns = "\(Self.figures), site, run, time"
    let before =
      carrying
      ? """
      UNION ALL (SELECT DISTINCT ON (site) \(columns) FROM vmscan.v_fleet_run
        WHERE time < $1::bigint AND ($2::text IS NULL OR site = $2) ORDER BY site, run DESC)
      """ : ""
    let rows = try table(
      """
      SELECT \(columns) FROM vmscan.v_fleet_run
      WHERE time >= $1::bigint AND ($2::text IS NULL OR site = $2) \(before)
      ORDER BY site, run
      """, [String(time.epochSeconds), site])
    return rows.map { row in
      FleetRunFigures(
        site: row.text(Self.figureCount), run: row.number(Self.figureCount + 1),
        time: row.time(Self.figureCount + 2), figures: Self.figures(of: row))
    }
  }

  /// The contexts of all sites that are worst, at most so many.
  package func tenants(limit: Int) throws(PostgresError) -> [FleetTenant] {
    let rows = try table(
      """
      SELECT site, context, mailboxes, retained_messages, over_age_messages, critical, high
      FROM vmscan.v_fleet_tenant
      ORDER BY critical DESC, high DESC, retained_messages DESC, site, context LIMIT \(limit)
      """)
    return rows.map { row in
      FleetTenant(
        site: row.text(0), context: row.text(1), mailboxes: row.count(2), retained: row.count(3),
        overAge: row.count(4), critical: row.count(5), high: row.count(6))
    }
  }

  /// Private accounts with mailboxes of several sites.
  package func sharedAccounts() throws(PostgresError) -> [SharedAccount] {
    let rows = try table(
      """
      SELECT address, class, sites, mailboxes, audio, first_seen, places
      FROM vmscan.v_fleet_address ORDER BY sites DESC, mailboxes DESC, places
      """)
    return rows.map { row in
      SharedAccount(
        address: row.text(0), destinationClass: row.text(1), sites: row.count(2),
        mailboxes: row.count(3), hasAudio: row.number(4) == 1, firstSeen: row.time(5),
        places: row.text(6))
    }
  }

  /// Rules by the number of sites that fail them.
  package func rules() throws(PostgresError) -> [FleetRule] {
    try table(
      """
      SELECT rule, severity_rank, sites, findings FROM vmscan.v_fleet_rule
      ORDER BY sites DESC, severity_rank DESC, rule
      """
    ).map { row in
      FleetRule(
        rule: row.text(0), severityRank: row.count(1), sites: row.count(2), findings: row.count(3))
    }
  }

  /// Editions of lists by name, the most used first.
  package func lists() throws(PostgresError) -> [FleetList] {
    try table(
      """
      SELECT name, date, entries, sites, names FROM vmscan.v_fleet_list
      ORDER BY name, sites DESC, date DESC
      """
    ).map { row in
      FleetList(
        name: row.text(0), date: row.text(1), entries: row.count(2), sites: row.count(3),
        names: row.text(4))
    }
  }

  // MARK: - Rows

  private static let severities: [Severity] = [.critical, .high, .medium, .low, .informational]

  private static let figures =
    "mailboxes, messages, bytes, retained_messages, over_age_messages, "
    + "critical, high, medium, low, informational"
  private static let figureCount = 10

  private static func figures(of row: FleetRow) -> FleetFigures {
    var figures = FleetFigures()
    figures.mailboxes = row.count(0)
    figures.messages = MessageTotals(
      messages: row.count(1), bytes: ByteCount(min(max(row.number(2), 0), 1 << 50)), seconds: 0)
    figures.retained = MessageTotals(messages: row.count(3), bytes: .zero, seconds: 0)
    figures.overAge = row.count(4)
    for (place, severity) in severities.enumerated() {
      let count = row.count(5 + place)
      if count > 0 { figures.findings[severity] = count }
    }
    return figures
  }

  private func table(
    _ query: String, _ parameters: [String?] = []
  ) throws(PostgresError) -> [FleetRow] {
    let rows = try connection.rows(query, parameters)
    return (0..<rows.count).map { FleetRow(rows: rows, row: $0) }
  }
}

private struct FleetRow {
  let rows: PostgresRows
  let row: Int

  func optionalText(_ column: Int) -> String? { rows.text(row, column) }
  func text(_ column: Int) -> String { rows.text(row, column) ?? "" }
  func number(_ column: Int) -> Int64 { rows.number(row, column) ?? 0 }
  /// Whoever publishes may write any figure; none may make a sum overflow.
  func count(_ column: Int) -> Int { Int(min(max(number(column), 0), 1_000_000_000_000)) }
  func time(_ column: Int) -> Timestamp { Timestamp(number(column)) }
}
