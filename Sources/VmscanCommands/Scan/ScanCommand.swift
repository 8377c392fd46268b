import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanSources
import VmscanStore

/// `vmscan scan`.
struct ScanCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Read configuration, spool and evidence; judge; record a run; print the summary.")

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var delivery: DeliveryOptions

  @Option(help: ArgumentHelp("With --format csv: the table.", valueName: "table"))
  var table: CSVTableName = .findings

  @Flag(help: "Print only what changed since the run before; nothing when nothing did.")
  var changes = false

  @Flag(help: "Read every mailbox, also those in which nothing has changed since an earlier scan.")
  var full = false

  @Flag(
    help: "Look at every envelope's times, to notice those that were rewritten in their place.")
  var verify = false

  func validate() throws {
    if full, verify {
      throw ValidationError("--full reads every envelope, so --verify has nothing to add")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    var resolved = read
    resolved.settings.assessment.skippedRules.formUnion(report.skippedRules)
    let store = try History.open(resolved.settings)
    let progress = Progress(in: context, isQuiet: settings.quiet)
    let whole = try ScanPipeline(
      site: resolved, store: store, context: context, progress: progress,
      mode: full ? .full : verify ? .verified : .changed
    ).run()
    let outcome = ReportOutcome(
      options: report, delivery: delivery, settings: resolved.settings, quiet: settings.quiet,
      context: context)
    let recorded = try outcome.withoutBaseline(whole)
    let history = try ReportHistory(store: store, report: recorded, now: resolved.now)
    var background = try history.background()
    background.rules = RuleDocuments.documents(for: resolved.settings.jurisdictions)
    if report.format == .html {
      background.mail = try MailFlowReading(
        report: recorded, settings: resolved.settings.assessment
      ).read(store)
    }
    background.siteFlags = SiteFlags.words(site.given(in: context) + settings.given(in: context))
    let rendering = ReportRendering(
      format: report.format, table: table, redaction: report.redaction,
      text: context.textReport(settings, output, redaction: report.redaction),
      background: background, lastComplete: history.lastComplete,
      notices: changes || !delivery.mailTo.isEmpty ? try history.notices(report.redaction) : [])
    try outcome.deliver(
      recorded, onlyChanges: changes, rendering: rendering, to: ResultWriter(output, in: context))
    return report.status(of: recorded, threshold: report.failOn ?? resolved.settings.failOn)
      .merged(with: resolved.configurationStatus)
  }
}
