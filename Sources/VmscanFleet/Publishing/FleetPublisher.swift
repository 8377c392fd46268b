package import VmscanModel

/// Sends the runs of one host to a fleet, each in a transaction of its own.
///
/// A run stands in the fleet whole or not at all, and once: whoever adds its row first wins, and
/// whoever comes second sees that it is there.
package struct FleetPublisher {
  private let connection: PostgresConnection
  private let schema: FleetSchema
  /// Name of this machine in history.
  private let host: String
  /// What readers see of names and addresses: `officer`, `auditor` or `admin`.
  private let reader: String
  /// Asked between parts of a run; whoever wants to stop throws.
  private let checkpoint: () throws -> Void

  /// - Throws: `PostgresError` when the schema is of another release.
  package init(
    _ connection: PostgresConnection, tables: [PublishedTable], host: String, reader: String,
    checkpoint: @escaping () throws -> Void = {}
  ) throws(PostgresError) {
    try FleetSchema.check(connection)
    schema = FleetSchema(tables)
    try schema.checkColumns(connection)
    self.connection = connection
    self.host = host
    self.reader = reader
    self.checkpoint = checkpoint
  }

  /// The key of the tokens that stand for private addresses.
  package func key() throws(PostgresError) -> String {
    try connection.rows("SELECT key FROM vmscan.secret LIMIT 1").text(0, 0) ?? ""
  }

  /// The latest run of a site that the fleet has.
  package func latestRun(of site: String) throws(PostgresError) -> PublishedRun? {
    let rows = try connection.rows(
      """
      SELECT run, started, finished FROM vmscan.run WHERE site = $1 ORDER BY run DESC LIMIT 1
      """, [site])
    guard rows.count > 0 else { return nil }
    return PublishedRun(
      id: rows.number(0, 0) ?? 0, started: Timestamp(rows.number(0, 1) ?? 0),
      finished: Timestamp(rows.number(0, 2) ?? 0))
  }

  /// Number of the latest journal record that the fleet has of the host.
  package func latestSequence() throws(PostgresError) -> Int64 {
    try connection.rows(
      "SELECT max(sequence) FROM vmscan.action WHERE publisher = $1", [host]
    ).number(0, 0) ?? 0
  }

  /// Sends one run.
  ///
  /// - Parameters:
  ///   - run: The run; its predecessor is in the fleet, unless it is sent whole.
  ///   - site: Name of its site.
  ///   - isWhole: The rows are all that held in the run, and what the fleet has besides is over.
  ///   - source: Gives the rows.
  ///   - now: This machine's clock, by which the server sees how far it is off.
  /// - Returns: What was sent; `nil` when the fleet has the run already.
  /// - Throws: `PostgresError`, and what the source or the checkpoint throws; nothing of the run is
  ///   published then.
  package func publish(
    _ run: PublishableRun, of site: String, isWhole: Bool, from source: some PublicationSource,
    now: () -> Timestamp
  ) throws -> PublishedAmount? {
    var transfer = RunTransfer(
      connection: connection, run: run, site: site, host: host, isWhole: isWhole,
      checkpoint: checkpoint)
    do {
      try connection.script("BEGIN")
      for table in schema.tables where table.name == "run" {
        guard try transfer.announce(table, from: source, reader: reader, now: now()) else {
          connection.rollBack()
          return nil
        }
      }
      for table in schema.tables where table.name != "run" {
        try transfer.send(table, from: source)
      }
      try checkpoint()
      try connection.script("COMMIT")
    } catch {
      connection.rollBack()
      throw error
    }
    return transfer.amount
  }
}

/// A run as the fleet knows it.
package struct PublishedRun: Sendable, Hashable {
  package var id: Int64
  package var started: Timestamp
  package var finished: Timestamp

  package init(id: Int64, started: Timestamp, finished: Timestamp) {
    self.id = id
    self.started = started
    self.finished = finished
  }
}

/// How much was sent.
package struct PublishedAmount: Sendable, Hashable {
  package var rows = 0
  package var bytes = 0

  package init() {}
}
