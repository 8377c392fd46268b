import Glibc
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore
import VmscanSystem

/// One purge from its plan to its verified outcome.
struct Purge {
  let command: PurgeCommand
  let site: Site
  let context: RunContext
  private let store: HistoryStore
  private let progress: Progress
  private let rows: SiteRows

  /// - Throws: `CommandFailure` when history cannot be used.
  init(command: PurgeCommand, site: Site, in context: RunContext) throws {
    self.command = command
    self.site = site
    self.context = context
    store = try History.openForRemoval(site, in: context)
    progress = Progress(in: context, isQuiet: command.settings.quiet)
    rows = SiteRows(site)
  }

  func run() throws -> ExitStatus {
    let planFiles = PurgePlanFiles(site: site, context: context)
    if let file = command.planOut { try planFiles.refuseTakenName(file) }
    let settings = site.configuration.asterisk
    if command.engine == .file,
      let refusal = PurgeGuards.refusal(settings: settings)
        ?? PurgeGuards.refusal(lockModeOf: settings)
    {
      throw CommandFailure(.refused, "\(refusal)")
    }
    try rows.refuseUnsafe(evenShared: command.evenShared)
    let made = try plan(planFiles)
    let (stored, problems) = (made.plan, made.problems)
    let plan = stored.review
    let text = context.textReport(command.settings, OutputOptions.standard, redaction: .standard)
    try context.out.write(text.plan(plan, digest: stored.digest))
    if command.engine == .asterisk, plan.totals.removed.messages > 0 {
      try context.out.writeLine("\n" + RemovalThroughAsterisk.warning(site))
    }
    try context.warn(of: problems)
    try context.warn(ofEvidence: made.evidenceProblems)
    let coverage: ExitStatus =
      problems.contains(where: \.hidesData) ? .incomplete : .success
    if let file = command.planOut {
      try planFiles.write(stored, to: file)
      return coverage
    }
    try refuseOverCaps(plan)
    guard !command.consent.dryRun else { return coverage }
    let status = made.isLockedOut ? coverage.merged(with: .lockNotObtained) : coverage
    guard plan.totals.removed.messages > 0 else { return status }
    try command.consent.obtain("purge \(plan.totals.removed.messages)", in: context)
    // When a message is gone, nothing shows any more that a mail was not its neighbour's.
    try History.failing { try store.remember(made.claims) }
    return try apply(stored).merged(with: status)
  }

  // MARK: - Plan

  private struct Made {
    var plan: StoredPlan
    var problems: [SourceProblem] = []
    /// What a mail log that was given cannot say.
    var evidenceProblems: [SourceProblem] = []
    /// Another program holds the lock of a folder that was left out.
    var isLockedOut = false
    /// What is to be remembered of mails before messages go.
    var claims: [MailClaim]
  }

  private func plan(_ planFiles: PurgePlanFiles) throws -> Made {
    if let file = command.apply {
      let plan = try planFiles.read(file)
      let problems = try intake()
      let claims = try PlanRecheck(
        site: site, store: store, plan: plan.review.header,
        doubts: DecisionDoubts(site, evidence: problems)
      ).refuseOutdated(plan)
      return Made(plan: plan, evidenceProblems: problems, claims: claims)
    }
    var predicate = command.predicate.predicate
    let isPolicy = command.policy != nil
    let confirmed = try confirmedRules()
    if confirmed != nil {
      predicate.emailed = true
      predicate.evidence = .delivered
    }
    if let refusal = PurgeGuards.refusal(predicate: predicate, hasPolicy: isPolicy) {
      throw CommandFailure(.refused, "\(refusal)")
    }
    let intake = try intake()
    let request = PurgeRequest(
      predicate: predicate, policyFile: command.policy.map { "\(ByteText($0).absolutePath)" })
    let evaluator = try RetentionInquiry(
      site, store, request, doubts: DecisionDoubts(site, evidence: intake)
    ).evaluator
    let rules = evaluator.rules
    for line in (rules?.conflicts() ?? []).map(\.description)
      + (rules?.overdueReview(at: site.now).map { [$0] } ?? [])
    {
      try context.err.writeLine("vmscan: \(line)")
    }
    let policyText = [
      isPolicy ? rules?.title : nil, confirmed.map { _ in "deleteAfterConfirmedEmail" },
      predicate.sentence(everyFolder: isPolicy),
    ].compactMap { $0 }
    var planning = try PurgePlanning(
      site: site, store: store, evidenceProblems: intake, request: request, evaluator: evaluator,
      policyText: policyText.joined(separator: "; "), confirmed: confirmed,
      progress: progress, in: context)
    planning.allowEmpty = command.predicate.allowEmpty
    let plan = try planning.plan(into: try planFiles.nameless())
    return Made(
      plan: plan, problems: planning.problems, evidenceProblems: intake,
      isLockedOut: planning.foldersLockedOut > 0, claims: planning.claims)
  }

  private func intake() throws -> [SourceProblem] {
    try EvidenceIntake(
      store: store, settings: site.settings, now: site.now, progress: progress
    ).run()
  }

  private func confirmedRules() throws -> ConfirmedDeletionRules? {
    guard command.confirmed else { return nil }
    guard !site.settings.confirmedDeletion.isEmpty else {
      throw CommandFailure(
        .refused,
        """
        refused to purge: the settings name no mailbox in 'deleteAfterConfirmedEmail'
        set it, for example 'deleteAfterConfirmedEmail: 1d'; nothing was changed
        """)
    }
    return site.settings.confirmedDeletion
  }

  private func refuseOverCaps(_ plan: PlanReview) throws {
    let caps = PurgeGuards.Caps(
      maxMessages: command.maxMessages, maxPercent: command.maxPercent)
    if let refusal = PurgeGuards.refusal(totals: plan.totals, caps: caps) {
      throw CommandFailure(.refused, "\(refusal)")
    }
  }

  // MARK: - Apply

  private func apply(_ plan: StoredPlan) throws -> ExitStatus {
    let session = try ActionSession(
      site: site, store: store, in: context, actsUnasked: command.consent.evenUnasked,
      rows: rows)
    let done = PurgeStop.Done()
    let outcome: PurgeOutcome
    do {
      outcome = try ActionSession.refusing { try apply(plan, session, done) }
    } catch {
      throw explain(error, done, session)
    }
    // The lights are refreshed even when nobody reads what is said, as behind a closed pipe.
    let told = Result {
      try tell(outcome, of: plan.review, session, removedBefore: done.removedBefore)
    }
    try session.refreshLights(of: outcome.touched)
    try told.get()
    return status(of: outcome)
  }

  /// What stopped a purge, with what it had done by then.
  private func explain(
    _ error: any Error, _ done: PurgeStop.Done, _ session: ActionSession
  ) -> any Error {
    let stop = PurgeStop(
      after: done, session,
      keepsNoQuarantine: command.noQuarantine || command.engine == .asterisk)
    try? session.refreshLights(of: stop.touched)
    let failure = error as? CommandFailure ?? CommandFailure(.failed, "\(error)")
    return stop.explain(
      failure, quarantine: session.quarantine.path, run: session.identity.run)
  }

  private func apply(
    _ plan: StoredPlan, _ session: ActionSession, _ done: PurgeStop.Done
  ) throws -> PurgeOutcome {
    let interruption = context.interruption
    // A new plan names nothing that is gone.
    let applied = command.apply == nil ? nil : try AppliedPlan(plan.digest, in: store)
    progress.begin("removing messages", of: plan.review.totals.removed.messages)
    defer { progress.end() }
    let report: (FolderOutcome) -> Void = { folder in
      done.add(folder)
      progress.step(folder.messages.count)
      for message in folder.messages {
        if message.status == .vanished,
          let run = applied?.run(of: message.message, in: folder.mailbox, folder.folder)
        {
          done.noteRemoved(by: run)
          continue
        }
        guard let why = message.status.explanation else { continue }
        let place =
          "\(folder.mailbox)/\(folder.folder)/\(MessageNumber.stem(message.message.number))"
        progress.clear()
        try? context.err.writeLine("vmscan: \(message.status.word): \(place): \(why)")
      }
    }
    switch command.engine {
    case .file:
      var options = session.options
      options.keepsNoQuarantine = command.noQuarantine
      options.holds = try store.holds(inForceAt: site.protectionTime)
      if rows.table != nil {
        return try RowPurge(
          table: try rows.open(), root: site.configuration.asterisk.spoolAsWritten,
          spool: session.spool, spoolPath: site.spool, quarantine: session.quarantine,
          runLock: session.runLock, journal: store, lock: session.lock, control: session.control,
          identity: session.identity, options: options, now: session.clock,
          shouldStop: { interruption.isSet }
        ).apply(plan, report: report)
      }
      let executor = PurgeExecutor(
        spool: session.spool, spoolPath: site.spool, quarantine: session.quarantine,
        runLock: session.runLock, journal: store, lock: session.lock, control: session.control,
        identity: session.identity, options: options, now: session.clock,
        shouldStop: { interruption.isSet })
      return try executor.apply(plan, report: report)
    case .asterisk:
      let client = try RemovalThroughAsterisk(site.settings).client
      var options = session.options
      options.holds = try store.holds(inForceAt: site.protectionTime)
      let engine = AsteriskEngine(
        spool: session.spool, runLock: session.runLock, journal: store, control: session.control,
        identity: session.identity, options: options, witness: try witness(), now: session.clock,
        shouldStop: { interruption.isSet },
        remove: { try client.remove(messageID: $0, in: $1, of: $2) })
      return try engine.apply(plan, report: report)
    }
  }

  private func witness() throws -> RowWitness? {
    guard rows.table != nil else { return nil }
    return RowWitness(
      table: try rows.open(), root: site.configuration.asterisk.spoolAsWritten)
  }

  private func status(of outcome: PurgeOutcome) -> ExitStatus {
    if outcome.wasStopped { return .interrupted }
    if !outcome.faults.isEmpty { return .failed }
    if outcome.foldersLockedOut > 0 { return .lockNotObtained }
    return outcome.failed > 0 ? .incomplete : .success
  }
}

extension OutputOptions {
  /// Standard output.
  static var standard: OutputOptions {
    var options = OutputOptions()
    options.output = nil
    return options
  }
}
