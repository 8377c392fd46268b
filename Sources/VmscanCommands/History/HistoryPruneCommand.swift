import ArgumentParser
import VmscanModel
import VmscanStore

/// `vmscan history prune`.
struct HistoryPruneCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove old runs from history; the latest of every site and all actions stay.")

  @Option(
    help: ArgumentHelp(
      "Only runs of this site ('vmscan history sites' lists them; default: every site).",
      valueName: "name"))
  var site: String?

  @OptionGroup var settings: SettingsOptions

  @Option(help: ArgumentHelp("Keep at least this number of the latest runs.", valueName: "number"))
  var keep: Int = 1

  @Option(
    help: ArgumentHelp("Remove only runs older than this: 400d, 6y.", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 400d or 6y"))
  var older: Age?

  func validate() throws {
    guard keep > 0 else { throw ValidationError("--keep takes a number above 0") }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    guard older != nil || keep > 1 else {
      throw CommandFailure(
        .refused,
        """
        refused to prune history: neither --older AGE nor --keep NUMBER above 1 was given
        nothing was removed; for example: vmscan history prune --older 400d --keep 30
        """)
    }
    let resolved = try Settings.load(settings, in: context)
    let now = settings.now ?? context.clock()
    let store = try History.open(resolved)
    let chosen = try site.flatMap { name in
      var choice = SiteChoice(settings: resolved)
      choice.name = name
      return try choice.choose(in: store)
    }
    let removed = try context.naming("removing runs", isQuiet: settings.quiet) {
      try History.failing {
        try store.pruneRuns(
          ofSite: chosen?.id, keepingLatest: keep, olderThan: older.map { now - $0 })
      }
    }
    if !settings.quiet {
      try context.out.writeLine("removed \(removed.count) runs; the others and all actions stay")
    }
    return .success
  }
}
