import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan report`.
struct ReportCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Print a site's latest recorded run, or any other, in any format.")

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var delivery: DeliveryOptions

  @Option(
    help: ArgumentHelp("The run to print (default: the latest).", valueName: "number"),
    transform: plainNumber())
  var run: Int64?

  @Option(
    help: ArgumentHelp(
      "Also show what changed over this time (30d, 12w), or since the first run.", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 30d or 12w"))
  var since: Age?

  @Option(
    help: ArgumentHelp("Also show what changed since this run.", valueName: "number"),
    transform: plainNumber())
  var compare: Int64?

  @Option(
    help: ArgumentHelp(
      "What the run says about a law, standard or guide, such as 'HIPAA 164.312(b)'.",
      valueName: "text"))
  var requirement: String?

  @Option(help: ArgumentHelp("With --format csv: the table.", valueName: "table"))
  var table: CSVTableName = .findings

  @Option(
    help: ArgumentHelp("Print the JSON Schema of a JSON form and stop.", valueName: "form"))
  var schema: SchemaName?

  func validate() throws {
    guard since == nil || compare == nil else {
      throw ValidationError("--since and --compare exclude each other: give one")
    }
    let isCompared = since != nil || compare != nil
    guard !isCompared || [.text, .json, .html].contains(report.format) else {
      throw ValidationError("--since and --compare need --format text, json or html")
    }
    guard requirement == nil || [.text, .json, .html].contains(report.format) else {
      throw ValidationError("--requirement needs --format text, json or html")
    }
    guard requirement == nil || !isCompared else {
      throw ValidationError("--requirement cannot be combined with --since or --compare")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let writer = ResultWriter(output, in: context)
    if let schema {
      try writer.write(schema.text)
      return .success
    }
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let outcome = ReportOutcome(
      options: report, delivery: delivery, settings: resolved, quiet: settings.quiet,
      context: context)
    let now = settings.now ?? context.clock()
    let recorded = try outcome.withoutBaseline(try recorded(store, resolved, now: now))
    let history = try ReportHistory(store: store, report: recorded, now: now)
    let text = context.textReport(settings, output, redaction: report.redaction)
    if let requirement {
      try write(requirement, history, text, to: writer)
    } else {
      var background = try history.background(comparedWith: try comparedRun(history))
      background.comparisonNote = since.flatMap(history.note)
      background.comparison = background.comparison.map { report.filtered($0) }
      background.rules = RuleDocuments.documents(for: resolved.jurisdictions)
      if report.format == .html {
        background.mail = try MailFlowReading(report: recorded, settings: resolved.assessment)
          .read(store)
      }
      background.siteFlags = SiteFlags.words(
        Self.site(of: recorded.run, unless: resolved) + settings.given(in: context))
      let rendering = ReportRendering(
        format: report.format, table: table, redaction: report.redaction, text: text,
        background: background, lastComplete: history.lastComplete)
      try outcome.deliver(recorded, onlyChanges: false, rendering: rendering, to: writer)
    }
    return report.status(of: recorded, threshold: report.failOn ?? resolved.failOn)
  }

  /// Where the run found its site, as far as a command would look elsewhere by itself.
  private static func site(
    of run: RunInfo, unless settings: Settings
  ) -> [(flag: String, value: ByteText)] {
    let usual = settings.spoolPath ?? AsteriskSettings().spoolDirectory
    var places: [(flag: String, value: ByteText)] = []
    if run.etc != ByteText(settings.asteriskEtc) { places.append(("--asterisk-etc", run.etc)) }
    if run.spool != usual { places.append(("--spool", run.spool)) }
    return places
  }

  /// The latest run is judged by what is accepted now, an older one as it was.
  private func recorded(
    _ store: HistoryStore, _ resolved: Settings, now: Timestamp
  ) throws -> ScanReport {
    let chosen = try site.choose(in: store, resolved, run: run)
    let found = try History.failing {
      try store.report(run: run, site: chosen?.id, judgedAt: run == nil ? now : nil)
    }
    guard let found else { throw History.noSuchRun(run, in: resolved) }
    return found
  }

  private func comparedRun(_ history: ReportHistory) throws -> Int64? {
    if let compare {
      guard history.runs.contains(where: { $0.run.id == compare }) else {
        throw CommandFailure(
          .usage,
          """
          cannot compare with run \(compare): it is no earlier run of the same site
          'vmscan history runs' lists the runs that are kept
          """)
      }
      return compare
    }
    return since.flatMap(history.run)
  }

  private func write(
    _ requirement: String, _ history: ReportHistory, _ text: TextReport, to writer: ResultWriter
  ) throws {
    let shown = report.filtered(history.report)
    let statements = try RequirementView(history: history, report: shown)
      .statements(matching: requirement)
    switch report.format {
    case .json:
      try writer.write(
        try JSONReport(redaction: report.redaction).requirements(statements, of: shown))
    case .html:
      try writer.write(
        try HTMLReport(redaction: report.redaction).requirements(statements, of: shown))
    default: try writer.write(text.requirements(statements, of: shown))
    }
  }
}

/// The JSON forms that have a published schema.
enum SchemaName: String, CaseIterable, ExpressibleByArgument {
  case scan, lines, mailboxes, messages, fleet

  var text: String {
    switch self {
    case .scan: JSONSchema.scan
    case .lines: JSONSchema.lines
    case .mailboxes: JSONSchema.mailboxes
    case .messages: JSONSchema.messages
    case .fleet: JSONSchema.fleet
    }
  }
}

/// The tables of a scan in CSV.
enum CSVTableName: String, CaseIterable, ExpressibleByArgument {
  case mailboxes, findings, recipients, folders, contexts, totals, devices, accounts, listeners

  var table: CSVReport.ScanTable {
    switch self {
    case .devices: .devices
    case .accounts: .accounts
    case .listeners: .listeners
    case .mailboxes: .mailboxes
    case .findings: .findings
    case .recipients: .recipients
    case .folders: .folders
    case .contexts: .contexts
    case .totals: .totals
    }
  }
}
