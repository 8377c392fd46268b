import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan accept add`.
struct AcceptAddCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Accept findings; every part of the scope that is given must fit.",
    discussion: """
      Accepted is what is found now and what is as bad. A finding that becomes worse counts again, and so does \
      a device or login that opens in another way.
      """)

  @OptionGroup(title: "Which findings") var scope: AcceptScopeOptions
  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions

  @Option(help: ArgumentHelp("Who answers for it.", valueName: "text"))
  var owner: String

  @Option(help: ArgumentHelp("Why it is accepted.", valueName: "text"))
  var reason: String

  @Option(
    help: ArgumentHelp(
      "When the findings come back: a date such as 2027-06-30, or an age such as 90d from now.",
      valueName: "date|age"),
    transform: parsed(
      { Expiry($0) }, "a date such as 2027-06-30 or an age such as 90d"))
  var expires: Expiry?

  @Flag(help: "Never let them come back by themselves.")
  var noExpiry = false

  @Flag(name: [.customShort("n"), .long], help: "Show what it would cover and stop.")
  var dryRun = false

  func validate() throws {
    guard (expires != nil) != noExpiry else {
      throw ValidationError(
        "say when it ends with --expires DATE, or that it never does with --no-expiry")
    }
    for (name, text) in [("--owner", owner), ("--reason", reason)] {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw ValidationError("\(name) must say something")
      }
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let now = settings.now ?? context.clock()
    let clock = context.clock()
    let end = expires?.time(from: clock)
    if let end, end <= clock {
      throw CommandFailure(
        .usage,
        """
        cannot accept until \(end): that is not in the future
        nothing was accepted; give a later --expires
        """)
    }
    let store = try dryRun ? History.reading(resolved) : History.open(resolved)
    let chosen = try site.choose(in: store, resolved)
    let latest = try History.failing { try store.findings(site: chosen?.id, judgedAt: now) }
    var covers = try scope.scope(among: latest)
    covers.worst = latest.filter { covers.touches($0.finding) }.map(\.finding.severity).max()
    let acceptance = Acceptance(
      scope: covers, owner: owner, reason: reason,
      created: clock,
      expires: end)
    if dryRun { return try review(acceptance, among: latest, in: context) }
    let stored = try AcceptanceRegister(store: store, context: context).add(acceptance)
    guard !settings.quiet else { return .success }
    let covered = latest.filter { stored.scope.touches($0.finding) }
    let until = stored.expires.map { "until \($0)" } ?? "without an end"
    try context.out.writeLine(
      TerminalText.escape("acceptance \(stored.id): \(stored.scope.words), \(until)"))
    try context.out.writeLine(
      "it covers \(Wording.count(covered.count, "finding", "findings")) of the latest run;"
        + " later runs show them as accepted")
    return .success
  }

  /// Lists what would be accepted; the register is left as it is.
  private func review(
    _ acceptance: Acceptance, among latest: FindingList, in context: RunContext
  ) throws -> ExitStatus {
    let covered = latest.filter { acceptance.scope.touches($0.finding) }
    for entry in covered {
      try context.out.writeLine(
        TerminalText.escape(
          "\(entry.finding.severity.rawValue)  \(entry.finding.rule)  "
            + entry.finding.subject.title))
    }
    let until = acceptance.expires.map { "until \($0)" } ?? "without an end"
    try context.out.writeLine(
      TerminalText.escape(
        "would accept \(Wording.count(covered.count, "finding", "findings")) of the latest run"
          + " (\(acceptance.scope.words)), \(until)"))
    return .success
  }
}

/// When an acceptance ends: at a time, or so long after it begins.
enum Expiry: Sendable, Hashable {
  case at(Timestamp)
  case after(Age)

  init?(_ text: String) {
    if let age = Age(parsing: text) {
      self = .after(age)
    } else if let time = Timestamp(parsing: text) {
      self = .at(time)
    } else {
      return nil
    }
  }

  func time(from now: Timestamp) -> Timestamp {
    switch self {
    case .at(let time): time
    case .after(let age): Timestamp(now.epochSeconds &+ age.seconds)
    }
  }
}
