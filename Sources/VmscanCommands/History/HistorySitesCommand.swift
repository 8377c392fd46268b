import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history sites`.
struct HistorySitesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "sites", abstract: "List the sites that history knows, by the name --site takes.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let store = try History.reading(try Settings.load(settings, in: context))
    let sites = try History.failing { try store.sites() }
    let list = ListReport(
      name: "sites", rowType: "site", title: "Sites",
      nothing: "No run is recorded; 'vmscan scan' records one.",
      columns: [
        .init("site", "site"), .init("host", nil), .init("spool", "spool"),
        .init("configuration", "configuration"), .init("runs", "runs", isNumber: true),
        .init("latestRun", "latest", isNumber: true), .init("latest", "of (UTC)"),
      ],
      rows: sites.map { site in
        [
          .text(site.name), .text(site.key.host), .text("\(site.key.spool)"),
          .text("\(site.key.etc)"), .count(site.runs), .number(site.latestRun),
          .time(site.latest),
        ]
      })
    try ResultWriter(output, in: context).write(
      list, as: format, text: context.textReport(settings, output, redaction: .standard))
    return .success
  }
}
