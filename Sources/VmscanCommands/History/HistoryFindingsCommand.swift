import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history findings`.
struct HistoryFindingsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings",
    abstract: "Every stretch in which a finding was open, and how long it took to fix.")

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  @Option(
    help: ArgumentHelp("Only findings of this rule; repeatable.", valueName: "id"),
    completion: .rules,
    transform: parsed(
      { RuleCatalog.id(named: $0) }, "a rule; 'vmscan rules' lists them"))
  var rule: [RuleID] = []

  @Flag(help: "Only those that are solved.")
  var solved = false

  @Flag(help: "Only those that are still open.")
  var open = false

  func validate() throws {
    guard !solved || !open else {
      throw ValidationError("--solved and --open together mean nothing: leave both out for all")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let chosen = try site.choose(in: store, resolved)
    let now = settings.now ?? context.clock()
    let lifetimes = try History.failing { try store.findingLifetimes(site: chosen?.id) }.filter {
      lifetime in
      (rule.isEmpty || rule.contains(where: lifetime.finding.isOf))
        && (!solved || lifetime.solved != nil) && (!open || lifetime.solved == nil)
    }.sorted(by: Self.precedes)
    var list = list(lifetimes, reader.redaction, now: now)
    if try History.failing({ try store.runs(site: chosen?.id) }).isEmpty {
      list.nothing = HistoryTrendCommand.noRun
      list.heads = []
    }
    try ResultWriter(output, in: context).write(
      list, as: format,
      text: context.textReport(settings, output, redaction: reader.redaction))
    return .success
  }

  /// Oldest first; those of one run as reports list them: worst first, then by rule and subject.
  private static func precedes(_ left: FindingLifetime, _ right: FindingLifetime) -> Bool {
    if left.opened != right.opened { return left.opened < right.opened }
    let (one, other) = (left.finding, right.finding)
    if one.severity != other.severity { return one.severity > other.severity }
    if one.rule != other.rule { return one.rule < other.rule }
    return (one.subject.description, one.fingerprint)
      < (other.subject.description, other.fingerprint)
  }

  private func list(
    _ lifetimes: [FindingLifetime], _ redaction: Redaction, now: Timestamp
  ) -> ListReport {
    let fixed = lifetimes.compactMap(\.timeToFix).sorted()
    let median = fixed.isEmpty ? nil : fixed[fixed.count / 2]
    return ListReport(
      name: "findings", rowType: "lifetime", title: "Findings over time",
      nothing: "No finding fits.",
      heads: [
        .init("solved", "solved", .count(fixed.count)),
        .init("open", "still open", .count(lifetimes.count - fixed.count)),
        .init(
          "medianSecondsToFix", "median time to fix",
          median.map {
            format == .text ? .text(Wording.span(seconds: $0.seconds)) : .number($0.seconds)
          }
            ?? .empty),
      ],
      columns: [
        .init("rule", "rule"), .init("severity", "severity"), .init("subject", "subject"),
        .init("message", nil), .init("opened", "opened (UTC)"), .init("solved", "solved (UTC)"),
        .init("secondsToFix", nil, isNumber: true), .init("age", "open for"),
        .init("fingerprint", nil),
      ], rows: lifetimes.map { row($0, redaction, now: now) })
  }

  private func row(
    _ lifetime: FindingLifetime, _ redaction: Redaction, now: Timestamp
  ) -> [ListReport.Cell] {
    let finding = lifetime.finding
    let end = lifetime.solved ?? now
    return [
      .text(finding.rule.description), .text(finding.severity.rawValue),
      .text(finding.subject.description), .text(redaction.plain(finding.message)),
      .time(lifetime.opened), .time(optional: lifetime.solved),
      lifetime.timeToFix.map { .number($0.seconds) } ?? .empty,
      .text(Wording.span(seconds: end.epochSeconds &- lifetime.opened.epochSeconds)),
      .text(finding.fingerprint.description),
    ]
  }
}
