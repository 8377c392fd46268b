import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan accept list`.
struct AcceptListCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the accepted exposures in force.")

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOption

  @Flag(help: "Those that ended or were withdrawn too.")
  var all = false

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let now = settings.now ?? context.clock()
    let acceptances = try History.failing { try store.acceptances(inForceAt: all ? nil : now) }
    let chosen = try site.choose(in: store, resolved)
    let findings = try History.failing { try store.findings(site: chosen?.id) }
    let redaction = reader.redaction
    let list = ListReport(
      name: "acceptances", rowType: "acceptance", title: "Accepted exposures",
      nothing: "Nothing is accepted.",
      columns: [
        .init("id", "id", isNumber: true), .init("state", "state"), .init("scope", "covers"),
        .init("findings", "findings", isNumber: true), .init("owner", "owner"),
        .init("reason", "reason"), .init("created", nil), .init("expires", "ends (UTC)"),
        .init("removed", nil),
      ],
      rows: acceptances.map { acceptance in
        let shown = acceptance.decision(
          outgrownBy: findings.count { acceptance.scope.isOutgrown(by: $0.finding) }
        ).redacted(by: redaction)
        return [
          .number(acceptance.id), .text(Self.state(acceptance, at: now)),
          .text(shown.scope.unmasked),
          .count(findings.count { acceptance.scope.touches($0.finding) }),
          .text(shown.owner.unmasked), .text(shown.reason.unmasked), .time(acceptance.created),
          .time(optional: acceptance.expires), .time(optional: acceptance.removed),
        ]
      })
    try ResultWriter(output, in: context).write(
      list, as: format, text: context.textReport(settings, output, redaction: redaction))
    return .success
  }

  private static func state(_ acceptance: Acceptance, at now: Timestamp) -> String {
    if acceptance.isInForce(at: now) {
      return acceptance.scope.approvedDomain == nil ? "accepted" : "approved"
    }
    return acceptance.removed != nil ? "withdrawn" : "expired"
  }
}
