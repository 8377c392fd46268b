import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history runs`.
struct HistoryRunsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List a site's recorded runs, newest first.")

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let chosen = try site.choose(in: store, resolved)
    let runs = try History.failing { try store.runs(site: chosen?.id) }.reversed().map(\.summary)
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text:
      try writer.write(context.textReport(settings, output, redaction: .standard).runs(runs))
    case .json: try writer.write(try JSONReport().runs(runs))
    case .ndjson:
      try writer.stream { sink in
        for run in runs { try sink(try NDJSONReport().line(run)) }
      }
    case .csv: try writer.write(CSVReport().runs(runs))
    }
    return .success
  }
}
