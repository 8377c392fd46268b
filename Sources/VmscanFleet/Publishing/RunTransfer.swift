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

  private static let blockSize = 1 << 16

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
    let sent = table.sent.map(\.name.quoted)
    guard try stage(table, from: source) else { return false }
    let added = try connection.execute(
      """
      INSERT INTO vmscan.run (\(list(sent)), sent, reader)
      SELECT \(list(sent)), $1::bigint, $2 FROM pg_temp.\(table.intake)
      ON CONFLICT (site, run) DO NOTHING
      """, [String(now.epochSeconds), reader])
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
    var copy = Copy(self, into: "in_ending", "identity, status")
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
      WHERE NOT EXISTS (SELECT FROM vmscan.\(name) AS t WHERE t.site = i.site
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
    let columns = table.sent.map(\.name.quoted)
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
      SELECT publisher, \(run.id), \(list(columns)) FROM pg_temp.\(table.intake) AS i
      WHERE NOT EXISTS (SELECT FROM vmscan.\(table.name.quoted) AS t
        WHERE t.publisher = $1 AND t.until_run IS NULL AND \(same))
      """, [host])
  }

  // MARK: - Rows

  private func add(_ table: PublishedTable, _ condition: String) throws {
    let columns = intakeColumns(table)
    try connection.execute(
      """
      INSERT INTO vmscan.\(table.name.quoted) (\(list(columns)))
      SELECT \(list(columns)) FROM pg_temp.\(table.intake) AS i \(condition)
      """)
  }

  /// Copies the rows of a table to the session's; `false` when there is none.
  private mutating func stage(
    _ table: PublishedTable, from source: some PublicationSource
  ) throws -> Bool {
    var copy = Copy(self, into: table.intake, list(intakeColumns(table)))
    let owner: [PublishedValue] = table.owner == "site" ? [] : [.text(host)]
    try source.rows(of: table) { values in
      try copy.add(owner + values) { try makeIntake(table) }
    }
    return try copy.finish(&amount)
  }

  private func makeIntake(_ table: PublishedTable) throws {
    try connection.script(
      """
      CREATE TEMP TABLE IF NOT EXISTS \(table.intake) ON COMMIT DELETE ROWS
        AS SELECT \(list(intakeColumns(table))) FROM vmscan.\(table.name.quoted) WITH NO DATA;
      TRUNCATE pg_temp.\(table.intake)
      """)
  }

  private func intakeColumns(_ table: PublishedTable) -> [String] {
    (table.owner == "site" ? [] : [table.owner]) + table.sent.map(\.name.quoted)
  }

  private func list(_ columns: [String]) -> String { columns.joined(separator: ", ") }

  /// One `COPY`, which begins with its first row.
  private struct Copy {
    private let connection: PostgresConnection
    private let checkpoint: () throws -> Void
    private let statement: String
    private var lines = CopyLine()
    private var amount = PublishedAmount()

    init(_ transfer: RunTransfer, into table: String, _ columns: String) {
      connection = transfer.connection
      checkpoint = transfer.checkpoint
      statement = "COPY pg_temp.\(table) (\(columns)) FROM STDIN"
    }

    mutating func add(_ values: [PublishedValue], prepare: () throws -> Void) throws {
      if amount.rows == 0 {
        try prepare()
        try connection.beginCopy(statement)
      }
      amount.rows += 1
      lines.append(values)
      if lines.bytes.count >= RunTransfer.blockSize { try flush() }
    }

    private mutating func flush() throws {
      try checkpoint()
      try connection.sendCopy(lines.bytes)
      amount.bytes += lines.bytes.count
      lines.removeAll()
    }

    /// Whether there was a row; adds what was sent.
    mutating func finish(_ whole: inout PublishedAmount) throws -> Bool {
      guard amount.rows > 0 else { return false }
      try flush()
      try connection.endCopy()
      whole.rows += amount.rows
      whole.bytes += amount.bytes
      return true
    }
  }
}
