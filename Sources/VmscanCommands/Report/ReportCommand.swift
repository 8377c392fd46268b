import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan report`.
struct ReportCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Print the latest recorded run, or any other, in any format.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var report: ReportOptions

  @Option(help: ArgumentHelp("The run to print (default: the latest).", valueName: "number"))
  var run: Int64?

  @Option(help: ArgumentHelp("With --format csv: the table.", valueName: "table"))
  var table: CSVTableName = .findings

  @Flag(help: "Print the JSON Schema of the JSON form and stop.")
  var schema = false

  func run(in context: RunContext) throws -> ExitStatus {
    let writer = ResultWriter(output, in: context)
    if schema {
      try writer.write(JSONSchema.scan)
      return .success
    }
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    guard let recorded = try History.failing({ try store.report(run: run) }) else {
      throw CommandFailure(
        .usage,
        """
        cannot find \(run.map { "run \($0)" } ?? "a run") in history '\(resolved.database)'
        'vmscan history runs' lists the runs that are kept; 'vmscan scan' records one
        """)
    }
    let rendering = ReportRendering(
      format: report.format, table: table, redaction: report.redaction,
      text: context.textReport(settings, output, redaction: report.redaction))
    try rendering.write(report.filtered(recorded), to: writer)
    return report.status(of: recorded, threshold: report.failOn ?? resolved.failOn)
  }
}

/// The tables of a scan in CSV.
enum CSVTableName: String, CaseIterable, ExpressibleByArgument {
  case mailboxes, findings, recipients, folders

  var table: CSVReport.ScanTable {
    switch self {
    case .mailboxes: .mailboxes
    case .findings: .findings
    case .recipients: .recipients
    case .folders: .folders
    }
  }
}
