import ArgumentParser
import Glibc
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan purge`.
struct PurgeCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "Remove messages: plan, review, apply under Asterisk's own locks, record, verify.",
    discussion: """
      Removed messages wait in a private quarantine and come back with 'vmscan restore'. Without a \
      terminal nothing is removed unless --yes is given.

        vmscan purge --emailed --older 30d
      """)

  @OptionGroup(title: "Which messages") var predicate: PredicateOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var consent: ConsentOptions

  @Option(
    help: ArgumentHelp(
      "Remove what this policy file lets go, narrowed by the predicates.", valueName: "file"),
    completion: .file())
  var policy: String?

  @Flag(
    help: """
      Remove what the setting deleteAfterConfirmedEmail lets go: messages whose mail with the \
      recording was delivered to every recipient.
      """)
  var confirmed = false

  @Option(
    help: ArgumentHelp("Stop before the first change if more would go.", valueName: "number"),
    transform: plainNumber())
  var maxMessages: Int?

  @Option(
    help: ArgumentHelp(
      "Stop before the first change if a larger share of the messages would go.",
      valueName: "percent"),
    transform: plainNumber())
  var maxPercent: Int?

  @Flag(help: "Unlink instead of keeping the messages in quarantine; there is no way back.")
  var noQuarantine = false

  @Flag(
    help: """
      Change rows of a database although another host uses the table, whose phone sessions cannot \
      be seen from here.
      """)
  var evenShared = false

  @Option(help: "Who removes: vmscan itself (file), or Asterisk over AMI (asterisk).")
  var engine: PurgeEngine = .file

  @Option(
    help: ArgumentHelp("Write the plan to a new file and stop.", valueName: "file"),
    completion: .file())
  var planOut: String?

  @Option(
    help: ArgumentHelp(
      "Apply a plan that was written with --plan-out and reviewed.", valueName: "file"),
    completion: .file())
  var apply: String?

  func validate() throws {
    if confirmed, policy != nil {
      throw ValidationError(
        "--confirmed and --policy are two rules: purge with one, then the other")
    }
    if let apply, !predicate.predicate.isEmpty || policy != nil || planOut != nil || confirmed {
      throw ValidationError("--apply '\(apply)' takes its messages from the plan alone")
    }
    if noQuarantine, engine == .asterisk {
      throw ValidationError(
        "--engine asterisk has no quarantine: leave out --no-quarantine")
    }
    if let maxMessages, maxMessages < 1 { throw ValidationError("--max-messages must be above 0") }
    if let maxPercent, !(1...100).contains(maxPercent) {
      throw ValidationError("--max-percent must be 1 to 100")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    guard read.configuration.status.isUsable else {
      throw CommandFailure(
        .badConfiguration,
        "refused to purge: Asterisk would not load '\(read.settings.asteriskEtc)/voicemail.conf'\n"
          + "'vmscan scan' names the line; nothing was changed")
    }
    let purge = try Purge(command: self, site: read, in: context)
    return try purge.run()
  }
}

/// Who removes the messages.
enum PurgeEngine: String, CaseIterable, ExpressibleByArgument {
  case file, asterisk
}

/// How a person agrees to a change.
struct ConsentOptions: ParsableArguments {
  @Flag(help: "Agree without being asked; needed where there is no terminal.")
  var yes = false

  @Flag(name: [.customShort("n"), .long], help: "Print the plan and stop.")
  var dryRun = false

  @Flag(
    help: ArgumentHelp(
      "Act although Asterisk runs and cannot be asked who is in a mailbox.",
      discussion:
        "Only when nobody is in a mailbox: what a caller marks could fall on other messages."))
  var evenUnasked = false

  /// Asks on a terminal for `word` to be typed.
  ///
  /// - Throws: `CommandFailure` when consent was not given.
  func obtain(_ word: String, in context: RunContext) throws {
    if yes { return }
    guard context.terminal.inputIsTerminal else {
      throw CommandFailure(
        .refused,
        "refused: there is no terminal to ask and --yes was not given\nnothing was changed")
    }
    try context.err.write("Type \(word) to go on, anything else to stop: ")
    guard context.readLine() == word else {
      throw CommandFailure(.refused, "stopped: '\(word)' was not typed\nnothing was changed")
    }
  }
}
