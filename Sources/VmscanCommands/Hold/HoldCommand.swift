import ArgumentParser
import VmscanActions
import VmscanModel
import VmscanReports
import VmscanSources
import VmscanStore

/// `vmscan hold`.
struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Legal holds: messages that must be kept whatever any policy or purge says.",
    subcommands: [HoldAddCommand.self, HoldListCommand.self, HoldReleaseCommand.self])
}

/// `vmscan hold add`.
struct HoldAddCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Place a hold.",
    discussion: """
      Parts of the scope that are given must all match; a hold of every message needs --everything. \
      It says how many messages it protects now. One that would protect none is refused, because a \
      name is probably mistyped; --allow-empty places it all the same, for messages to come.

        vmscan hold add --matter case-17 --owner "Legal" --mailbox 1001@default
      """)

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var refused: UnstablePredicates

  @Option(help: ArgumentHelp("The case it is for.", valueName: "name"))
  var matter: String

  @Option(help: ArgumentHelp("Who asked for it.", valueName: "who"))
  var owner: String

  @Option(
    help: ArgumentHelp("Messages of this mailbox; repeatable.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: [MailboxID] = []

  @Option(
    help: ArgumentHelp("Messages of this context; repeatable.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var context: [ByteText] = []

  @Option(
    help: ArgumentHelp(
      "Messages of this caller: a number, or text with '*'; repeatable. It is stored.",
      valueName: "caller"),
    transform: { CallerPattern(ByteText(unescaping: $0)) })
  var caller: [CallerPattern] = []

  @Option(
    help: ArgumentHelp("Messages recorded from this date on.", valueName: "date"),
    transform: parsed(Timestamp.init(parsing:), "a date such as 2026-06-30"))
  var from: Timestamp?

  @Option(
    name: [.long, .customLong("before")],
    help: ArgumentHelp("Messages recorded before this date.", valueName: "date"),
    transform: parsed(Timestamp.init(parsing:), "a date such as 2026-06-30"))
  var to: Timestamp?

  @Option(
    help: ArgumentHelp(
      "The hold ends on this date unless it is released before.", valueName: "date"),
    transform: parsed(Timestamp.init(parsing:), "a date such as 2027-06-30"))
  var until: Timestamp?

  @Option(help: "Free text.")
  var note = ""

  @Flag(help: "Allow a hold without any scope: it covers every message.")
  var everything = false

  @Flag(help: "Allow a hold that covers no message now, or a name that is not known here.")
  var allowEmpty = false

  func validate() throws {
    let scope = HoldScope(
      mailboxes: mailbox, contexts: context, callers: caller, from: from, to: to)
    guard everything || scope != HoldScope() else {
      throw ValidationError(
        "name what to hold: --mailbox, --context, --caller, --from, --before, or --everything")
    }
    for (name, text) in [("--matter", matter), ("--owner", owner)] + callers {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw ValidationError("\(name) must say something")
      }
    }
    if let from, let to, from >= to {
      throw ValidationError("no message is recorded from \(from) on and before \(to)")
    }
  }

  private var callers: [(String, String)] { caller.map { ("--caller", $0.text.description) } }

  func run(in runContext: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: runContext, needsConfiguration: false)
    // What is recorded is when it was done, whatever --now says.
    let clock = runContext.clock()
    if let until, until <= clock {
      throw CommandFailure(
        .usage,
        """
        cannot hold until \(until): that is not in the future
        nothing is held; give a later --until
        """)
    }
    let scope = HoldScope(
      mailboxes: mailbox, contexts: context, callers: caller, from: from, to: to)
    let coverage = try HoldCoverage(
      of: scope, at: read, allowEmpty: allowEmpty,
      progress: Progress(in: runContext, isQuiet: settings.quiet), in: runContext)
    try refuseEmpty(coverage)
    let store = try History.open(read.settings)
    let hold = try HoldRegister(store: store, context: runContext).add(
      Hold(
        scope: scope, matter: matter, owner: owner, note: note, placed: clock, until: until),
      covering: coverage)
    try runContext.out.writeLine("hold \(hold.id) is in force: \(TerminalText.escape(hold.title))")
    try runContext.out.writeLine("it \(coverage.sentence(of: hold))")
    try warn(ofDeletion: read, scope, in: runContext)
    try runContext.warn(of: coverage.problems)
    // Where there is no configuration at all, the site is another machine's.
    return coverage.isComplete || read.configuration.status == .missing ? .success : .incomplete
  }

  /// A hold cannot keep what Asterisk deletes itself once it was mailed.
  private func warn(
    ofDeletion site: Site, _ scope: HoldScope, in context: RunContext
  ) throws {
    let deleting = site.configuration.mailboxes.filter {
      $0.deleteAfterEmail.value && scope.covers(mailbox: $0.id, caller: nil, origtime: nil)
    }
    guard let first = deleting.first else { return }
    let others = deleting.count > 1 ? " and \(deleting.count - 1) more" : ""
    try context.err.writeLine(
      "vmscan: Asterisk deletes the next messages of \(TerminalText.escape("\(first.id)"))\(others) "
        + "once they are mailed (delete=yes), held or not; switch that off with "
        + "'vmscan delete-after-email disable --mailbox \(TerminalText.escape("\(first.id)"))'")
  }

  private func refuseEmpty(_ coverage: HoldCoverage) throws {
    guard coverage.isComplete, !allowEmpty, coverage.messages == 0, coverage.quarantined == 0
    else { return }
    throw CommandFailure(
      .refused,
      """
      refused to hold: the scope covers no message now
      nothing is held; mend the scope, or place it for messages to come with --allow-empty
      """)
  }
}

/// `vmscan hold list`.
struct HoldListCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the holds in force, or all.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOption

  @Flag(help: "Also holds that have ended or were released.")
  var all = false

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let store = try History.reading(try Settings.load(settings, in: context))
    let now = settings.now ?? context.clock()
    let holds = try History.failing { try store.holds(inForceAt: all ? nil : now) }
    let redaction = reader.redaction
    let list = ListReport(
      name: "holds", rowType: "hold", title: "Legal holds", nothing: "No hold is in force.",
      columns: [
        .init("id", "hold", isNumber: true), .init("state", "state"), .init("matter", "matter"),
        .init("owner", "asked by"), .init("scope", "covers"), .init("note", nil),
        .init("placed", "placed (UTC)"), .init("until", "ends (UTC)"), .init("released", nil),
      ],
      rows: holds.map { hold in
        let shown = hold.decision.redacted(by: redaction)
        return [
          .number(hold.id), .text(hold.state(at: now)), .text(shown.name.unmasked),
          .text(shown.owner.unmasked), .text(shown.scope.unmasked),
          .text(shown.reason.unmasked), .time(hold.placed),
          .time(optional: hold.until), .time(optional: hold.released),
        ]
      })
    try ResultWriter(output, in: context).write(
      list, as: format, text: context.textReport(settings, output, redaction: redaction))
    return .success
  }
}

/// `vmscan hold release`.
struct HoldReleaseCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "End a hold; it stays in history.")

  @Argument(
    help: ArgumentHelp("The hold's number.", valueName: "hold"), transform: plainNumber())
  var hold: Int64

  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let store = try History.open(try Settings.load(settings, in: context))
    let done = try HoldRegister(store: store, context: context).release(hold)
    guard done else {
      throw CommandFailure(
        .usage, "there is no hold \(hold) in force\n'vmscan hold list' lists them")
    }
    try context.out.writeLine("hold \(hold) is released; what it kept may be removed again")
    return .success
  }
}

extension RunContext {
  /// The command line for the journal, without callers.
  var recordedCommand: String {
    var words: [String] = []
    var hidesNext = false
    for word in arguments {
      words.append(hidesNext ? "***" : word.hasPrefix("--caller=") ? "--caller=***" : word)
      hidesNext = word == "--caller"
    }
    return words.joined(separator: " ")
  }
}

extension Hold {
  fileprivate func state(at now: Timestamp) -> String {
    released != nil ? "released" : isInForce(at: now) ? "in force" : "ended"
  }
}
