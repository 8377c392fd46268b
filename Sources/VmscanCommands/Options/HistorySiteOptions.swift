import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanSources
import VmscanStore
import VmscanSystem

/// Flags that say which site's history is meant.
struct HistorySiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The site in history ('vmscan history sites' lists them); not needed with one.",
      discussion: "Without it, the site of --spool and --asterisk-etc, or of the usual ones.",
      valueName: "name"))
  var site: String?

  @Option(
    help: "The site of this Asterisk configuration directory.", completion: .directory)
  var asteriskEtc: String?

  @Option(
    help: "The site of this spool, the directory that holds the contexts.",
    completion: .directory)
  var spool: String?

  /// The site that is meant; `nil` when history has no run at all.
  ///
  /// - Throws: `CommandFailure` when it has none of what is asked for, or several and no word which.
  func choose(in store: HistoryStore, _ settings: Settings) throws -> RecordedSite? {
    try choice(settings).choose(in: store)
  }

  /// The site that is meant, of a run that may be named; `nil` when history has no run at all.
  ///
  /// - Throws: `CommandFailure` also when the run is of another site than the one that is named.
  func choose(
    in store: HistoryStore, _ settings: Settings, run: Int64?
  ) throws -> RecordedSite? {
    let choice = choice(settings)
    guard let run else { return try choice.choose(in: store) }
    let sites = try History.failing { try store.sites() }
    let number = try History.failing { try store.site(ofRun: run) }
    guard let found = sites.first(where: { $0.id == number }) else {
      throw History.noSuchRun(run, in: settings)
    }
    if isGiven, let wanted = try choice.choose(in: store), wanted.id != found.id,
      !wanted.isSame(as: found)
    {
      throw CommandFailure(
        .usage,
        """
        cannot take run \(run) for site '\(wanted.name)': it is of site '\(found.name)'
        'vmscan history runs --site NAME' lists the runs of a site
        """)
    }
    return found
  }

  private var isGiven: Bool { site != nil || asteriskEtc != nil || spool != nil }

  private func choice(_ settings: Settings) -> SiteChoice {
    var choice = SiteChoice(settings: settings)
    choice.name = site
    choice.spool = spool.map { settings.rawArguments.path($0).canonicalPath }
    choice.etc = asteriskEtc.map { settings.rawArguments.path($0).canonicalPath }
    return choice
  }
}

/// Decides which site of a history is meant; never another than the one that is asked for.
struct SiteChoice {
  let settings: Settings
  var name: String?
  /// Canonical names of the directories that were given; `nil` for those that were not.
  var spool: ByteText?
  var etc: ByteText?

  init(settings: Settings) { self.settings = settings }

  /// - Returns: `nil` when history has no run at all.
  /// - Throws: `CommandFailure` with the list of sites.
  func choose(in store: HistoryStore) throws -> RecordedSite? {
    let sites = Self.distinct(try History.failing { try store.sites() })
    guard !sites.isEmpty else { return nil }
    if let name { return try named(name, sites) }
    let fitting = sites.filter { fits($0) }
    guard !fitting.isEmpty else {
      throw failure("cannot find \(wanted) in history '\(settings.database)'", sites)
    }
    if fitting.count == 1 { return fitting[0] }
    guard let usual = usual(among: fitting) else {
      throw failure(
        "\(fitting.count) sites in history '\(settings.database)' may be meant",
        fitting)
    }
    return usual
  }

  /// By its name, or by its host or spool when no other site has that.
  private func named(_ name: String, _ sites: [RecordedSite]) throws -> RecordedSite {
    if let site = sites.first(where: { $0.name == name }) { return site }
    let found = sites.filter { $0.key.host == name || "\($0.key.spool)" == name }
    if found.count == 1 { return found[0] }
    let shown = TerminalText.escape(name)
    throw found.isEmpty
      ? failure("cannot find site '\(shown)' in history '\(settings.database)'", sites)
      : failure("'\(shown)' may mean \(found.count) sites", found)
  }

  private func fits(_ site: RecordedSite) -> Bool {
    (spoolAsked.map { site.key.spool.mayMean($0) } ?? true)
      && (etcAsked.map { site.key.etc.mayMean($0) } ?? true)
  }

  /// A directory that was given, or that the settings name instead of the usual one.
  private var spoolAsked: ByteText? {
    spool ?? (etc == nil ? settings.spoolPath?.canonicalPath : nil)
  }

  private var etcAsked: ByteText? {
    if let etc { return etc }
    let named = ByteText(settings.asteriskEtc)
    return spool != nil || named == SiteKey.usualEtc ? nil : named.canonicalPath
  }

  /// This machine's site of the configured spool.
  private func usual(among sites: [RecordedSite]) -> RecordedSite? {
    let here = sites.filter { $0.key.host == settings.host }
    if here.count == 1, spoolAsked != nil || etcAsked != nil { return here[0] }
    let configured = etc ?? ByteText(settings.asteriskEtc).canonicalPath
    let own = here.filter { $0.key.etc.mayMean(configured) }
    if let spool = spoolAsked { return own.first { $0.key.spool.mayMean(spool) } }
    let asterisk = VoicemailConfigReader.read(etcDirectory: configured).asterisk
    // Who may not read asterisk.conf, as a monitoring user, still means the one site there is.
    if asterisk.lockModeDoubt != nil { return own.count == 1 ? own[0] : nil }
    return own.first { $0.key.spool.mayMean(asterisk.spoolDirectory) }
  }

  private var wanted: String {
    let parts = [
      spoolAsked.map { "spool '\($0)'" }, etcAsked.map { "configuration '\($0)'" },
    ]
    return "a run of " + parts.compactMap(\.self).joined(separator: " with ")
  }

  private func failure(_ what: String, _ sites: [RecordedSite]) -> CommandFailure {
    let list = sites.map { site in
      "  \(TerminalText.escape(site.name)): spool \(site.key.spool), configuration"
        + " \(site.key.etc), latest run \(site.latestRun) of \(site.latest)"
    }
    return CommandFailure(
      .usage,
      ([what + ": it has \(TerminalText.escape(Wording.list(sites.map { "'\($0.name)'" })))"]
        + list + ["name one with --site NAME, or by its --spool"]).joined(separator: "\n"))
  }

  /// Of rows that mean the same directories the one that goes on.
  private static func distinct(_ sites: [RecordedSite]) -> [RecordedSite] {
    sites.filter { site in
      !sites.contains { $0.latestRun > site.latestRun && site.isSame(as: $0) }
    }
  }
}
