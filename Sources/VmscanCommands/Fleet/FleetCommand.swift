import ArgumentParser
import VmscanFleet
import VmscanModel
import VmscanReports

/// `vmscan fleet`.
struct FleetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet", abstract: "Many sites in one report, from the database they publish to.",
    subcommands: [
      FleetReportCommand.self, FleetCheckCommand.self, FleetSitesCommand.self,
      FleetRunsCommand.self,
    ])
}

/// Where a fleet's figures come from, and how long a site may be silent.
struct FleetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database, as libpq takes it (default: the setting publish, else PGSERVICE or PGHOST).",
      valueName: "url"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "A site whose latest run is older has not reported (default: 30h).", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 30h or 8d"))
  var silentAfter: Age?

  static let silence = Age(seconds: 30 * 3600)

  func open(
    _ settings: Settings, in context: RunContext
  ) throws -> FleetReader {
    let address = try FleetDatabase.address(from, flag: "--from", settings, in: context)
    return try FleetDatabase.failing { try FleetReader(PostgresConnection(address)) }
  }

  /// What the fleet's sites say; the clock is the server's unless another time is asked for.
  func sites(
    _ reader: FleetReader, now: Timestamp?
  ) throws -> FleetReport {
    try FleetDatabase.failing {
      FleetReport(
        now: try now ?? reader.now(), silence: silentAfter ?? Self.silence,
        sites: try reader.sites())
    }
  }
}

/// The forms a fleet's report can take.
enum FleetFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv, html, prometheus
}

/// `vmscan fleet report`.
struct FleetReportCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "All sites on one page: the worst first, who is silent, and what only a fleet shows.",
    discussion: """
      Of persons it shows what the sites have published, and no more. Ends with 1 when --fail-on \
      is given and a site has such a finding.
      """)

  @OptionGroup var fleet: FleetOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, csv, html or prometheus.")
  var format: FleetFormat = .text

  @Option(
    help: ArgumentHelp("Days of trends (default: 90).", valueName: "number"),
    transform: parsed(
      { Int(plain: $0).flatMap { (1...3_660).contains($0) ? $0 : nil } }, "a number, 1 to 3660"))
  var days: Int?

  @Option(
    help: ArgumentHelp(
      "End with 1 when a site has a finding at least this severe.", valueName: "severity"),
    completion: .values(of: Severity.self),
    transform: parsed(
      Severity.init(rawValue:), "critical, high, medium, low or informational"))
  var failOn: Severity?

  func run(in context: RunContext) throws -> ExitStatus {
    let reader = try fleet.open(try Settings.load(settings, in: context), in: context)
    let report = try whole(reader)
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text:
      try writer.write(context.textReport(settings, output, redaction: .standard).fleet(report))
    case .json: try writer.write(try JSONReport().fleet(report))
    case .csv: try writer.write(CSVReport().list(FleetTables(report).sites))
    case .html: try writer.write(try HTMLReport().fleet(report))
    case .prometheus: try writer.write(PrometheusReport.fleet(report), mode: 0o644)
    }
    let isFailing = failOn.map { limit in
      Severity.allCases.contains { $0 >= limit && report.totals.findings($0) > 0 }
    }
    return isFailing ?? false ? .findings : .success
  }

  private func whole(_ reader: FleetReader) throws -> FleetReport {
    var report = try fleet.sites(reader, now: settings.now)
    return try FleetDatabase.failing {
      let days = days ?? 90
      let since = Timestamp(report.now.epochSeconds - Int64(days) * 86_400)
      let runs = try reader.runs(since: since, carrying: true)
      report.trend = FleetDay.trend(of: runs, until: report.now, days: days)
      report.jumps = FleetJump.find(in: runs)
      report.tenants = try reader.tenants(limit: format == .json ? 100_000 : 200)
      report.shared = try reader.sharedAccounts()
      report.rules = try reader.rules()
      report.lists = try reader.lists()
      return report
    }
  }
}

/// `vmscan fleet check`.
struct FleetCheckCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Icinga and Nagios plugin: any site silent, or with critical findings.",
    discussion: """
      CRITICAL when a site has not reported for 30 hours (--silent-after) or has critical findings; \
      WARNING with high findings or a wrong clock; UNKNOWN when not everything was read, or when \
      the database cannot be asked.

      Ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; everything that goes wrong is UNKNOWN.
      """)

  @OptionGroup var fleet: FleetOptions
  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let check: NagiosCheck
    do {
      let reader = try fleet.open(try Settings.load(settings, in: context), in: context)
      check = NagiosCheck(try fleet.sites(reader, now: settings.now))
    } catch let failure as CommandFailure {
      check = .unknown(failure.firstLine)
    }
    try context.out.writeLine(check.line)
    return ExitStatus(plugin: check.state)
  }
}

/// `vmscan fleet sites`.
struct FleetSitesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "sites", abstract: "List the sites that publish, the worst first.")

  @OptionGroup var fleet: FleetOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let reader = try fleet.open(try Settings.load(settings, in: context), in: context)
    let report = try fleet.sites(reader, now: settings.now)
    try ResultWriter(output, in: context).write(
      FleetTables(report).sites, as: format,
      text: context.textReport(settings, output, redaction: .standard))
    return .success
  }
}

/// `vmscan fleet runs`.
struct FleetRunsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the published runs of the last 90 days, by site.")

  @OptionGroup var fleet: FleetOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Only this site.", valueName: "name"))
  var site: String?

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let reader = try fleet.open(try Settings.load(settings, in: context), in: context)
    let runs = try FleetDatabase.failing {
      let now = try settings.now ?? reader.now()
      return try reader.runs(since: Timestamp(now.epochSeconds - 90 * 86_400), site: site)
    }
    let list = ListReport(
      name: "runs", rowType: "run", title: "Published runs", nothing: "No run was published.",
      columns: [
        .init("site", "site"), .init("run", "run", isNumber: true), .init("time", "of (UTC)"),
        .init("mailboxes", "mailboxes", isNumber: true),
        .init("messages", "messages", isNumber: true),
        .init("retained", "kept after e-mailing", isNumber: true),
        .init("critical", "critical", isNumber: true), .init("high", "high", isNumber: true),
      ],
      rows: runs.map { run in
        [
          .text(run.site), .number(run.run), .time(run.time), .count(run.figures.mailboxes),
          .count(run.figures.messages.messages), .count(run.figures.retained.messages),
          .count(run.figures.findings(.critical)), .count(run.figures.findings(.high)),
        ]
      })
    try ResultWriter(output, in: context).write(
      list, as: format, text: context.textReport(settings, output, redaction: .standard))
    return .success
  }
}
