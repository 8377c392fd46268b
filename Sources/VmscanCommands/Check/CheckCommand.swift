import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan check`.
struct CheckCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Icinga and Nagios plugin: judge a site's latest recorded run, from history alone.",
    discussion: """
      Metrics: \(CheckMetric.Name.allCases.map(\.rawValue).joined(separator: ", ")). A range is \
      that of the Monitoring Plugins guidelines: 10 alerts above 10, 10: below 10, @10:20 inside. \
      Without thresholds a critical finding is critical and a high one a warning; a latest run older \
      than 50 hours is critical, and older than 26 hours a warning. A latest run in the future is \
      UNKNOWN, because its age says nothing.

      Ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; everything that goes wrong is UNKNOWN.
      """)

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions

  @Option(
    help: ArgumentHelp("Warn outside this range; repeatable.", valueName: "metric=range"),
    transform: parsed({ CheckThreshold($0) }, CheckThreshold.expected))
  var warning: [CheckThreshold] = []

  @Option(
    help: ArgumentHelp("Critical outside this range; repeatable.", valueName: "metric=range"),
    transform: parsed({ CheckThreshold($0) }, CheckThreshold.expected))
  var critical: [CheckThreshold] = []

  @Option(
    help: ArgumentHelp(
      "Critical when the latest run is older: 30h, 8d; the same as --critical age=SECONDS.",
      valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 30h or 8d"))
  var maxAge: Age?

  func run(in context: RunContext) throws -> ExitStatus {
    let check: NagiosCheck
    do {
      let resolved = try Settings.load(settings, in: context)
      let store = try History.reading(resolved)
      let chosen = try site.choose(in: store, resolved)
      let latest = try History.failing { try store.latestRun(site: chosen?.id) }
      let now = settings.now ?? context.clock()
      let notices = try History.failing { try store.acceptances() }.compactMap {
        $0.notice(at: now)
      }
      check = NagiosCheck(
        latest: latest?.trendPoint, now: now, thresholds: thresholds, notices: notices)
    } catch let failure as CommandFailure {
      check = .unknown(failure.firstLine)
    }
    try context.out.writeLine(check.line)
    return ExitStatus(plugin: check.state)
  }

  /// The standard thresholds, each replaced where one of the same metric was given.
  private var thresholds: CheckThresholds {
    var thresholds = CheckThresholds.standard
    if let maxAge {
      thresholds.warning[.age] = nil
      thresholds.critical[.age] = NagiosRange(parsing: "\(maxAge.seconds)")
    }
    for given in warning { thresholds.warning[given.metric] = given.range }
    for given in critical { thresholds.critical[given.metric] = given.range }
    return thresholds
  }
}

/// `METRIC=RANGE` as typed.
struct CheckThreshold: Sendable, Hashable {
  var metric: CheckMetric.Name
  var range: NagiosRange

  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let metric = CheckMetric.Name(rawValue: String(parts[0])),
      let range = NagiosRange(parsing: String(parts[1]))
    else { return nil }
    self.metric = metric
    self.range = range
  }

  static let expected =
    "METRIC=RANGE such as high=0; metrics: "
    + CheckMetric.Name.allCases.map(\.rawValue).joined(separator: ", ")
}

extension CheckCommand {
  /// The command line asks for the plugin, so that even its faults must be told as a plugin does.
  static func isMeant(by arguments: [String]) -> Bool {
    let words = arguments.filter { !$0.hasPrefix("-") }
    return words.first == "check" || words.prefix(2) == ["fleet", "check"]
  }

  /// Answers a failure as a plugin does: one line on standard output, state UNKNOWN.
  static func answer(_ reason: String, in context: RunContext) -> ExitStatus {
    try? context.out.writeLine(NagiosCheck.unknown(reason).line)
    return ExitStatus(plugin: .unknown)
  }
}

extension ExitStatus {
  /// The status with the number of a plugin's state; the numbers mean something else there.
  init(plugin state: NagiosCheck.State) {
    self =
      switch state {
      case .ok: .success
      case .warning: .findings
      case .critical: .usage
      case .unknown: .incomplete
      }
  }
}

extension CommandFailure {
  var firstLine: String { summary ?? String(reason.prefix { $0 != "\n" }) }
}
