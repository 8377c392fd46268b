import ArgumentParser
import VmscanActions
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan restore`.
struct RestoreCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring messages back from quarantine, each with a fresh number.",
    discussion: """
      Name them with --all, --run RUN (as the purge printed it), or predicates. --all and --run \
      mean every folder; predicates leave out Deleted unless --folder names it.
      """)

  @OptionGroup(title: "Which messages") var predicate: PredicateOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var consent: ConsentOptions

  @Flag(help: "Everything in quarantine.")
  var all = false

  @Option(help: ArgumentHelp("What one purge removed.", valueName: "run"))
  var run: String?

  @Flag(help: "Restore although the mailbox is or becomes full (maxmsg).")
  var overfill = false

  @Flag(
    help: """
      Change rows of a database although another host uses the table, whose phone sessions cannot \
      be seen from here.
      """)
  var evenShared = false

  func validate() throws {
    let chosen = [all, run != nil, !predicate.predicate.isEmpty].count { $0 }
    guard chosen == 1 else {
      throw ValidationError("name what to restore: one of --all, --run RUN or predicates")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    let choice = RestoreChoice(predicate: predicate.predicate, all: all, run: run, site: read)
    let progress = Progress(in: context, isQuiet: settings.quiet)
    progress.begin("reading the quarantine, messages")
    defer { progress.end() }
    guard !consent.dryRun else {
      let found = try choice.look { progress.step() }
      progress.end()
      let status = try review(found, in: context)
      let forecast = RestoreForecast(found.entries, at: read, limit: limit(at: read))
      for sentence in forecast.sentences {
        try context.err.writeLine("vmscan: \(TerminalText.escape(sentence))")
      }
      return forecast.sentences.isEmpty ? status : status.merged(with: .incomplete)
    }
    let store = try History.open(read.settings)
    let session = try ActionSession(
      site: read, store: store, in: context, actsUnasked: consent.evenUnasked)
    let found = try ActionSession.refusing {
      try choice.find(in: session.quarantine) { progress.step() }
    }
    progress.end()
    let coverage = try review(found, in: context)
    guard !found.entries.isEmpty else { return coverage }
    try consent.obtain("restore \(found.entries.count)", in: context)
    return try restore(found.entries, session, progress).merged(with: coverage)
  }

  private var scopeWords: String {
    run.map { "run \($0)" } ?? (all ? "everything" : predicate.predicate.sentence())
  }

  /// Tells what would come back and what could not be read.
  private func review(_ found: RestoreChoice.Found, in context: RunContext) throws -> ExitStatus {
    let entries = found.entries
    if let names = found.names {
      let (mailboxes, contexts) = (predicate.mailbox, predicate.context)
      try names.check(
        names.unknown(mailboxes: mailboxes, contexts: contexts),
        allowEmpty: predicate.allowEmpty, in: context)
    }
    for entry in entries { try context.out.writeLine(Self.line(entry)) }
    if let run, entries.isEmpty, found.ofOthers.isEmpty {
      try context.err.writeLine(
        "vmscan: nothing that purge '\(TerminalText.escape(run))' removed waits in quarantine")
    }
    for (spool, count) in found.ofOthers.sorted(by: { $0.key < $1.key }) {
      try context.err.writeLine(
        "vmscan: \(Wording.count(count, "message", "messages")) in this quarantine "
          + "\(count == 1 ? "belongs" : "belong") to spool '\(spool)'; to restore them name it "
          + "with --spool, or, if this spool had that path, let a symbolic link there lead to it")
    }
    try context.warn(of: found.problems)
    let size = entries.reduce(ByteCount.zero) { $0 + $1.bytes }
    try context.out.writeLine(
      "to be restored: \(Wording.count(entries.count, "message", "messages")), \(size)")
    // A purge that is named and lies in another spool was not restored.
    let isElsewhere = run != nil && entries.isEmpty && !found.ofOthers.isEmpty
    return found.problems.isEmpty && !isElsewhere ? .success : .incomplete
  }

  private func restore(
    _ entries: [QuarantineEntry], _ session: ActionSession, _ progress: Progress
  ) throws -> ExitStatus {
    let limit = limit(at: session.site)
    let restorer = Restorer(
      spool: session.spool, quarantine: session.quarantine, runLock: session.runLock,
      journal: session.store, lock: session.lock, control: session.control,
      identity: session.identity, options: session.options, now: session.clock)
    let result: Restorer.Result
    progress.begin("restoring messages", of: entries.count)
    do {
      defer { progress.end() }
      result = try ActionSession.refusing {
        let rows = try restoreRows(entries.filter { $0.message.row != nil }, session, limit)
        return try restorer.restore(
          entries.filter { $0.message.row == nil }, scope: scopeWords,
          report: { progress.step($0) }, limit: limit
        ).merged(with: rows)
      }
    } catch let failure as CommandFailure {
      throw explain(failure, entries, session)
    }
    // The lights are refreshed even when nobody reads what is said, as behind a closed pipe.
    let told = Result { try tell(result, session) }
    try session.refreshLights(of: Set(result.restored.map(\.entry.mailbox)))
    try told.get()
    if result.foldersLockedOut > 0 { return .lockNotObtained }
    return result.left.isEmpty && result.faults.isEmpty ? .success : .incomplete
  }

  /// `maxmsg` of a mailbox, unless it is to be overfilled.
  private func limit(at site: Site) -> (MailboxID) -> Int? {
    let index = site.configuration.index()
    let mailboxes = site.configuration.mailboxes
    return { id in overfill ? nil : index[id.folded].map { mailboxes[$0].maxMessages.value } }
  }

  private func restoreRows(
    _ entries: [QuarantineEntry], _ session: ActionSession, _ limit: (MailboxID) -> Int?
  ) throws -> Restorer.Result {
    guard !entries.isEmpty else { return Restorer.Result() }
    try session.rows.refuseUnsafe(evenShared: evenShared)
    let restorer = RowRestorer(
      table: try session.rows.open(), root: session.site.configuration.asterisk.spoolAsWritten,
      spool: session.spool, quarantine: session.quarantine, runLock: session.runLock,
      journal: session.store, lock: session.lock, control: session.control,
      identity: session.identity, options: session.options, now: session.clock)
    return try restorer.restore(entries, scope: scopeWords, limit: limit)
  }

  /// What stopped a restore, with what had come back by then.
  private func explain(
    _ failure: CommandFailure, _ entries: [QuarantineEntry], _ session: ActionSession
  ) -> CommandFailure {
    var gone = Set(entries)
    guard (try? session.quarantine.forEachEntry { gone.remove($0) }) != nil, !gone.isEmpty else {
      return failure
    }
    try? session.refreshLights(of: Set(gone.map(\.mailbox)))
    let count = Wording.count(gone.count, "message", "messages")
    return failure.after([
      "\(count) had been restored before; the others wait in \(session.quarantine.path); "
        + "to go on, run the same command again"
    ])
  }

  private func tell(_ result: Restorer.Result, _ session: ActionSession) throws {
    for (entry, reason) in result.left {
      try session.context.err.writeLine(
        "vmscan: left in quarantine: \(entry.mailbox)/\(entry.folder): \(reason)")
    }
    for fault in result.faults { try session.context.err.writeLine("vmscan: fault: \(fault)") }
    try session.context.out.writeLine(
      "restored: \(Wording.number(result.restored.count)) of "
        + "\(Wording.number(result.restored.count + result.left.count)) chosen; "
        + (waiting(session).map { "left in quarantine: \(Wording.number($0))" }
          ?? "how many are left in quarantine could not be read"))
  }

  /// Messages of this spool that wait now, chosen or not; `nil` when that cannot be read.
  private func waiting(_ session: ActionSession) -> Int? {
    var filter = SpoolFilter(session.site.spool)
    var count = 0
    let problems = try? session.quarantine.forEachEntry { if filter.covers($0) { count += 1 } }
    return problems?.isEmpty ?? false ? count : nil
  }

  private static func line(_ entry: QuarantineEntry) -> String {
    let recorded = entry.message.origtime?.description ?? "unknown time"
    return TerminalText.escape(
      "\(entry.mailbox)/\(entry.folder) recorded \(recorded), removed \(entry.removed) by run "
        + entry.place.run)
  }
}
