import VmscanModel

/// Sends the rows of one run within a transaction: by `COPY` into tables of the session, and from
/// there into the fleet's, where row-level security lets nobody copy.
struct RunTransfer {
  let connection: PostgresConnection
  let run: PublishableRun
  let site: String
  let host: String
  let isWhole: Bool
  let checkpoint: () throws -> Void
  private(set) var amount = PublishedAmount()

  init(
    connection: PostgresConnection, run: PublishableRun, site: String, host: String, isWhole: Bool,
    checkpoint: @escaping () throws -> Void
  ) {
    self.connection = connection
    self.run = run
    self.site = site
    self.host = host
    self.isWhole = isWhole
    self.checkpoint = checkpoint
  }

  /// Adds the run's own row; `false` when it is there already.
  ///
  /// A second publisher of the same run waits here for the first one.
  mutating func announce(
    _ table: PublishedTable, from source: some PublicationSource, reader: String, now: Timestamp
  ) throws -> Bool {
    let taken = table.taken.map(\.name.quoted)
    guard try stage(table, from: source) else { return false }
    let added = try connection.execute(
      """
      INSERT INTO vmscan.run (site, \(list(taken)), sent, reader)
      SELECT $3::text, \(list(taken)), $1::bigint, $2 FROM pg_temp.\(table.intake)
      ON CONFLICT (site, run) DO NOTHING
      """, [String(now.epochSeconds), reader, site])
    return added > 0
  }

  /// Ends the states that ended with the run, and adds the rows that began with it.
  mutating func send(_ table: PublishedTable, from source: some PublicationSource) throws {
    switch table.kind {
    case .run, .journal:
      if try stage(table, from: source) { try add(table, "") }
    case .state where isWhole: try replaceAll(table, from: source)
    case .state:
      try end(table, from: source)
      if try stage(table, from: source) { try add(table, "") }
    case .register: try compare(table, from: source)
    }
  }

  // MARK: - States

  private mutating func end(
    _ table: PublishedTable, from source: some PublicationSource
  ) throws {
    var copy = IntakeCopy(connection, into: "in_ending (identity, status)", checkpoint)
    try source.endings(of: table) { ending in
      try copy.add(
        [.text(ending.identity), ending.status.map { .text($0) } ?? .none]) {
          try connection.script(
            """
            CREATE TEMP TABLE IF NOT EXISTS in_ending (identity text, status text)
              ON COMMIT DELETE ROWS; TRUNCATE pg_temp.in_ending
            """)
        }
    }
    guard try copy.finish(&amount) else { return }
    try connection.execute(
      """
      UPDATE vmscan.\(table.name.quoted) AS t SET \(ends(of: table, status: "e.status"))
      FROM pg_temp.in_ending AS e
      WHERE t.site = $1 AND t.identity = e.identity AND t.until_run IS NULL
      """, [site])
  }

  /// All that holds is known: what the fleet has besides ended in a run that it never got.
  private mutating func replaceAll(
    _ table: PublishedTable, from source: some PublicationSource
  ) throws {
    let name = table.name.quoted
    if try !stage(table, from: source) { try makeIntake(table) }
    try connection.execute(
      """
      UPDATE vmscan.\(name) AS t SET \(ends(of: table, status: "'withdrawn'"))
      WHERE t.site = $1 AND t.until_run IS NULL AND NOT EXISTS (
        SELECT FROM pg_temp.\(table.intake) AS i
        WHERE i.identity = t.identity AND i.from_run = t.from_run)
      """, [site])
    try add(
      table,
      """
      WHERE NOT EXISTS (SELECT FROM vmscan.\(name) AS t WHERE t.site = $1
        AND t.identity = i.identity AND t.from_run = i.from_run)
      """)
  }

  private func ends(of table: PublishedTable, status: String) -> String {
    table.ends.map { column in
      switch column.name {
      case "until_run": "until_run = \(run.id)"
      case "status": "status = \(status)"
      case "solved":
        "solved = CASE WHEN \(status) = 'solved' THEN \(run.time.epochSeconds) END"
      default: "\(column.name.quoted) = \(run.time.epochSeconds)"
      }
    }.joined(separator: ", ")
  }

  // MARK: - Registers

  /// Ends the entries that are changed or gone, and adds those that are changed or new.
  private mutating func compare(
    _ table: PublishedTable, from source: some PublicationSource
  ) throws {
    guard source.hasRegisters else { return }
    if try !stage(table, from: source) { try makeIntake(table) }
    let columns = table.taken.map(\.name.quoted)
    let same = columns.map { "i.\($0) IS NOT DISTINCT FROM t.\($0)" }.joined(separator: " AND ")
    try connection.execute(
      """
      UPDATE vmscan.\(table.name.quoted) AS t SET until_run = \(run.id)
      WHERE t.publisher = $1 AND t.until_run IS NULL
        AND NOT EXISTS (SELECT FROM pg_temp.\(table.intake) AS i WHERE \(same))
      """, [host])
    try connection.execute(
      """
      INSERT INTO vmscan.\(table.name.quoted) (publisher, from_run, \(list(columns)))
      SELECT $1::text, \(run.id), \(list(columns)) FROM pg_temp.\(table.intake) AS i
      WHERE NOT EXISTS (SELECT FROM vmscan.\(table.name.quoted) AS t
        WHERE t.publisher = $1 AND t.until_run IS NULL AND \(same))
      """, [host])
  }

  // MARK: - Rows

  private func add(_ table: PublishedTable, _ condition: String) throws {
    let taken = table.taken.map(\.name)
    let values = taken.map {
      table.repeating.contains($0) ? "\("of_\($0)".quoted).words" : "i.\($0.quoted)"
    }
    let words = table.repeating.sorted().map {
      let name = "of_\($0)".quoted
      return "LEFT JOIN pg_temp.in_words AS \(name) ON \(name).number = i.\($0.quoted)"
    }
    try connection.execute(
      """
      INSERT INTO vmscan.\(table.name.quoted) (\(table.owner), \(list(taken.map(\.quoted))))
      SELECT $1::text, \(list(values)) FROM pg_temp.\(table.intake) AS i
      \(words.joined(separator: "\n")) \(condition)
      """, [table.owner == "site" ? site : host])
  }

  /// Copies the rows of a table to the session's; `false` when there is none.
  ///
  /// Whose rows they are is not sent with each of them, and a text that many have is sent once.
  private mutating func stage(
    _ table: PublishedTable, from source: some PublicationSource
  ) throws -> Bool {
    let places = table.sent.indices.filter { table.sent[$0].name != table.owner }
    let repeating = Set(table.sent.indices.filter { table.repeating.contains(table.sent[$0].name) })
    let columns = list(table.taken.map(\.name.quoted))
    var copy = IntakeCopy(connection, into: "\(table.intake) (\(columns))", checkpoint)
    var words = RepeatedWords()
    try source.rows(of: table) { values in
      let taken = places.map { repeating.contains($0) ? words.number(of: values[$0]) : values[$0] }
      try copy.add(taken) { try makeIntake(table) }
    }
    guard try copy.finish(&amount) else { return false }
    var more = IntakeCopy(connection, into: "in_words (number, words)", checkpoint)
    for row in words.rows { try more.add(row) {} }
    _ = try more.finish(&amount)
    return true
  }

  private func makeIntake(_ table: PublishedTable) throws {
    let columns = list(table.taken.map(\.name.quoted))
    try connection.script(
      """
      CREATE TEMP TABLE IF NOT EXISTS \(table.intake) ON COMMIT DELETE ROWS
        AS SELECT \(columns) FROM vmscan.\(table.name.quoted) WITH NO DATA;
      CREATE TEMP TABLE IF NOT EXISTS in_words (number text, words text) ON COMMIT DELETE ROWS;
      TRUNCATE pg_temp.\(table.intake), pg_temp.in_words
      """)
  }

  private func list(_ columns: [String]) -> String { columns.joined(separator: ", ") }
}
