import ArgumentParser
import VmscanFleet
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan publish`.
struct PublishCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Send new runs to the PostgreSQL database of a fleet, for 'vmscan fleet'.",
    discussion: """
      Sends what the fleet has not got yet of this host's sites, run by run, each in one \
      transaction: after a cut it goes on where it stopped, and nothing comes twice. What may \
      leave is what the setting publish says, officer (no names, no local parts of addresses) \
      unless it says more. The local history stays as it is.

      The password belongs into ~/.pgpass. docs/fleet.md shows how to set a fleet up.
      """)

  @Option(
    help: ArgumentHelp(
      "The database, as libpq takes it (default: the setting publish, else PGSERVICE or PGHOST).",
      valueName: "url"))
  var to: String?

  @Flag(help: "Make the fleet's tables, views and roles, or bring them up to date; as their owner.")
  var prepare = false

  @Option(
    help: ArgumentHelp(
      "Only this site ('vmscan history sites' lists them; default: every one of this host).",
      valueName: "name"))
  var site: String?

  @Option(
    help: ArgumentHelp(
      "What may leave: officer (no names), auditor (initials, no local parts) or admin (default: "
        + "the setting publish, else officer).",
      valueName: "reader"),
    completion: .values(of: Redaction.Level.self),
    transform: parsed(Redaction.Level.init(rawValue:), "admin, auditor or officer"))
  var reader: Redaction.Level?

  @Flag(help: "Do nothing, and say nothing, where the setting publish is missing.")
  var nightly = false

  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    guard !prepare || site == nil && reader == nil else {
      throw ValidationError("--prepare sends nothing: leave --site and --reader out")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    if nightly, to == nil, resolved.publish == nil { return .success }
    let address = try FleetDatabase.address(to, flag: "--to", resolved, in: context)
    return try FleetDatabase.failing {
      let tables = try HistoryStore.publishedTables()
      if prepare {
        let connection = try PostgresConnection(address)
        try FleetSchema(tables).prepare(connection)
        try say("prepared \(address) for a fleet", context)
        return .success
      }
      let store = try History.reading(resolved)
      let publication = FleetPublication(
        settings: resolved, context: context, address: address, tables: tables,
        reader: reader ?? resolved.publish?.reader ?? .officer)
      return try publication.send(try sites(of: store, resolved), from: store) {
        try say($0, context)
      }
    }
  }

  /// The named site, or all of this host.
  private func sites(of store: HistoryStore, _ settings: Settings) throws -> [RecordedSite] {
    if let site {
      var choice = SiteChoice(settings: settings)
      choice.name = site
      return [try choice.choose(in: store)].compactMap(\.self)
    }
    let all = try History.failing { try store.sites() }
    let own = all.filter { $0.key.host == settings.host }
    guard own.isEmpty, !all.isEmpty else { return own }
    let names = Wording.list(Set(all.map(\.key.host)).sorted().map { "'\($0)'" })
    throw CommandFailure(
      .usage,
      """
      cannot publish: history '\(settings.database)' has no run of this host, \
      '\(settings.host)', only of \(TerminalText.escape(names))
      set host, or name a site with --site
      """)
  }

  private func say(_ line: String, _ context: RunContext) throws {
    if !settings.quiet { try context.out.writeLine(line) }
  }
}

/// Sends the runs of a host's sites that the fleet has not got.
struct FleetPublication {
  let settings: Settings
  let context: RunContext
  let address: PostgresAddress
  let tables: [PublishedTable]
  let reader: Redaction.Level

  /// - Throws: `PostgresError` and `CommandFailure`; what was sent before stays published.
  func send(
    _ sites: [RecordedSite], from store: HistoryStore, _ say: (String) throws -> Void
  ) throws -> ExitStatus {
    let connection = try PostgresConnection(address)
    let publisher = try FleetPublisher(
      connection, tables: tables, host: settings.host, reader: reader.rawValue,
      checkpoint: { if context.interruption.isSet { throw PublishingInterrupted() } })
    let mask = HistoryMask(Redaction(reader)).recognizing(with: try publisher.key())
    do {
      for site in sites {
        try say(try send(site, from: store, publisher, mask))
      }
    } catch is PublishingInterrupted {
      throw CommandFailure(
        .interrupted, "interrupted; no run is half published, the next publish goes on")
    }
    if sites.isEmpty { try say("no run is recorded; 'vmscan scan' records one") }
    return .success
  }

  private func send(
    _ site: RecordedSite, from store: HistoryStore, _ publisher: FleetPublisher,
    _ mask: HistoryMask
  ) throws -> String {
    let runs = try History.failing { try store.publishableRuns(site: site.id) }
    var latest = try publisher.latestRun(of: site.name)
    try compare(latest, with: runs, of: site)
    var (count, amount) = (0, PublishedAmount())
    for run in runs where run.id > latest?.id ?? 0 {
      let isWhole = latest == nil || run.previous != latest?.id
      let sequence = run == runs.last ? try publisher.latestSequence() : nil
      let sent = try History.failing {
        try store.publish(
          run, of: site, isWhole ? .whole : .changes, sequence: sequence, mask: mask
        ) {
          try publisher.publish(
            run, of: site.name, isWhole: isWhole, from: $0, now: context.clock)
        }
      }
      if let sent {
        count += 1
        amount.rows += sent.rows
        amount.bytes += sent.bytes
      }
      latest = PublishedRun(id: run.id, started: run.started, finished: run.finished)
    }
    let name = TerminalText.escape(site.name)
    guard count > 0 else { return "site \(name): nothing new, run \(latest?.id ?? 0) is published" }
    return
      "site \(name): \(Wording.count(count, "run", "runs")) published up to run \(latest?.id ?? 0), "
      + "\(Wording.count(amount.rows, "row", "rows")), \(ByteCount(Int64(amount.bytes)).description)"
  }

  /// Another history under the same name would put two machines' figures into one row.
  private func compare(
    _ latest: PublishedRun?, with runs: [PublishableRun], of site: RecordedSite
  ) throws {
    guard let latest, let first = runs.first, let last = runs.last else { return }
    let own = runs.first { $0.id == latest.id }
    let isSame = own.map { $0.started == latest.started && $0.finished == latest.finished }
    guard isSame ?? (latest.id < first.id && latest.id < last.id) else {
      throw PostgresError(
        .otherHistory,
        detail: "run \(latest.id) of site '\(site.name)' there finished \(latest.finished), "
          + (own.map { "here \($0.finished)" } ?? "here there is no such run"),
        address: address)
    }
  }
}

private struct PublishingInterrupted: Error {}
