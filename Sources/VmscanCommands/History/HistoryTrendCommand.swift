import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history trend`.
struct HistoryTrendCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "A site's figures over its recorded runs, oldest first.")

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  @Option(
    help: ArgumentHelp("Only runs not older than this: 90d, 1y.", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 90d or 1y"))
  var since: Age?

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let chosen = try site.choose(in: store, resolved)
    let now = settings.now ?? context.clock()
    let runs = try History.failing {
      try store.runs(site: chosen?.id, since: since.map { now - $0 })
    }
    try ResultWriter(output, in: context).write(
      list(runs), as: format,
      text: context.textReport(settings, output, redaction: .standard))
    return .success
  }

  static let noRun = "No run is recorded; 'vmscan scan' records one."

  private func list(_ runs: [RecordedRun]) -> ListReport {
    let points = runs.map(\.trendPoint)
    let severities = Severity.allCases.sorted(by: >).filter { $0 > .informational }
    let short = ["crit", "high", "med", "low"]
    var heads: [ListReport.Head] = []
    if let first = points.first, let last = points.last, points.count > 1 {
      heads = [
        .init("messages", "messages kept", .text(Self.change(first.messages, last.messages))),
        .init(
          "retainedEmailed", "kept after e-mailing",
          .text(Self.change(first.retainedEmailed, last.retainedEmailed))),
      ]
    }
    return ListReport(
      name: "trend", rowType: "trend", title: "Trend",
      nothing: Self.noRun, heads: heads,
      columns: [
        .init("run", "run", isNumber: true), .init("started", "started (UTC)"),
        .init("mailboxes", "boxes", isNumber: true),
        .init("messages", "messages", isNumber: true),
        .init("retainedEmailed", "e-mailed", isNumber: true),
      ] + zip(severities, short).map { .init($0.rawValue, $1, isNumber: true) }
        + [.init("complete", "full")],
      rows: zip(runs, points).map { run, point in
        [
          .number(point.run), .time(run.run.started), .count(point.mailboxes),
          .count(point.messages), .count(point.retainedEmailed),
        ] + severities.map { .count(point.findings[$0] ?? 0) } + [.flag(point.complete)]
      })
  }

  private static func change(_ first: Int, _ last: Int) -> String {
    let sign = last > first ? "+" : ""
    return "\(Wording.number(first)) first, \(Wording.number(last)) last"
      + " (\(sign)\(Wording.number(last - first)))"
  }
}
