import CLinuxShims
import VmscanAssessment
import VmscanLists
import VmscanModel
import VmscanSources
import VmscanStore
import VmscanSystem

/// Reads, judges and records: the main job.
struct ScanPipeline {
  let site: Site
  let store: HistoryStore
  let context: RunContext
  let progress: Progress
  let mode: SpoolReadingPlan.Mode

  /// Scans and records the run.
  ///
  /// - Throws: `CommandFailure`; an interrupted scan records nothing.
  func run() throws -> ScanReport {
    var (report, credentials, mailMemory) = try scan()
    clinux_trim_memory()
    progress.note("recording the run")
    defer { progress.end() }
    try History.failing {
      try store.record(
        &report, credentials: credentials, mailMemory: mailMemory,
        skippedRules: site.settings.assessment.skippedRules.union(RuleCatalog.events))
    }
    return report
  }

  private func scan() throws -> (ScanReport, CredentialMemory, MailMemory) {
    let started = context.clock()
    let intake = try EvidenceIntake(
      store: store, settings: site.settings, now: site.now, progress: progress
    ).run()
    let credentials = try site.rememberedCredentials(in: context, store: store)
    let spool = SpoolAssessment(
      judge: try MailboxJudge(site: site, store: store),
      assessment: SiteAssessment(try input(credentials), approved: try approvedDomains()))
    var (collected, coverage) = try walk(spool)
    let outside = OutsideSpool(directories: site.settings.temporaryDirectories, now: site.now)
      .read()
    let waiting = try QuarantineReading(site: site, store: store).read()
    coverage.problems += intake + outside.problems + waiting.problems
    coverage.problems += credentials.problems.filter(\.hidesData) + credentials.keyProblems
    progress.note("judging")
    defer { progress.end() }
    let tally = collected.tally
    collected.tally = SiteTally()
    var verdict = spool.assessment.finish(
      consume tally, coverage: coverage, outsideSpool: outside.files)
    verdict.totals.quarantined = waiting.totals
    var report = report(verdict, coverage, started: started)
    report.credentials = credentials.report
    report.totals.logins = LoginTotals(report.credentials)
    let mailMemory = MailMemory(
      claims: collected.claims, ownHosts: spool.judge.grader.hosts.shown)
    return (report, credentials.memory, mailMemory)
  }

  private func walk(_ spool: SpoolAssessment) throws -> (SpoolAssessment.Collected, Coverage) {
    let interruption = context.interruption
    let progress = progress
    let source = site.source(plan: try plan())
    if progress.isShown { progress.begin("reading mailboxes", of: source.mailboxes().ids.count) }
    var walk = source.walk(
      into: { SpoolAssessment.Collected() }, isCancelled: { interruption.isSet },
      visit: { collected, directory in
        spool.visit(directory, into: &collected)
        progress.step()
      })
    progress.end(recalled: walk.summary.recalled, of: walk.summary.mailboxes)
    guard !interruption.isSet else {
      throw CommandFailure(.interrupted, "interrupted; nothing was recorded")
    }
    // What reading needed is free now, and adds to what the lists need.
    clinux_trim_memory()
    let parts = walk.accumulators
    walk.accumulators = []
    let collected = spool.merged(
      consume parts,
      unread: UnreadPlaces(Coverage(problems: walk.summary.problems), spool: site.spool))
    let problems =
      site.configuration.coverage.problems + walk.summary.problems
      + collected.problems.sorted { $0.path < $1.path } + memoryProblem(walk.summary)
      + kindProblem() + formatProblem() + (try emptinessProblem(walk.summary))
    return (collected, Coverage(problems: problems))
  }

  /// What earlier scans remember; `nil` for a history without a file.
  private func plan() throws -> SpoolReadingPlan? {
    try History.failing {
      try store.spoolMemory(of: site.key)
    }.map {
      SpoolReadingPlan(
        memory: $0, mode: keepsTimes ? mode : .full, longest: site.settings.fullScanEvery)
    }
  }

  private var kind: FileSystemKind? { FileSystemKind(of: site.spool) }

  /// Without it nothing that an earlier scan remembers of a directory can be believed.
  private var keepsTimes: Bool { kind?.keepsDirectoryTimes ?? false }

  /// A spool without any mailbox that had messages when it was last read whole is mostly one that is
  /// not mounted.
  private func emptinessProblem(_ summary: SpoolSummary) throws -> [SourceProblem] {
    guard summary.mailboxes == 0, !site.configuration.mailboxes.isEmpty else { return [] }
    let last = try History.failing {
      try store.site(of: site.key).flatMap { id in
        try store.runs(site: id).last { $0.isComplete }
      }
    }
    guard let last, last.totals.messages.messages > 0 else { return [] }
    return [
      SourceProblem(
        .missing, path: site.spool,
        detail: """
          no mailbox has a directory in it, though run \(last.run.id) found \
          \(last.totals.messages.messages, "message") there; is it mounted?
          """)
    ]
  }

  /// wav49 is written as `.WAV`: where case means nothing each message's second file destroys the
  /// first.
  private func formatProblem() -> [SourceProblem] {
    let formats = Set(site.configuration.general.formats.value.map(\.lowercased))
    guard formats.contains("wav"), formats.contains("wav49"), NameCase.isIgnored(in: site.spool)
    else { return [] }
    return [
      SourceProblem(
        .partial, path: site.spool,
        detail: """
          the formats wav and wav49 destroy each other here: msg0000.wav and msg0000.WAV are one \
          file, because this file system ignores the case of names
          """, hidesData: false)
    ]
  }

  /// Nothing is missing from the report; it says why each scan takes as long as the first.
  private func kindProblem() -> [SourceProblem] {
    guard let kind, !kind.keepsDirectoryTimes, mode != .full else { return [] }
    return [
      SourceProblem(
        .partial, path: site.spool,
        detail: """
          the file system is \(word: kind.name), which does not show this machine every \
          change of a directory: every mailbox is read in full, as with --full
          """, hidesData: false)
    ]
  }

  /// Nothing is missing from the report, but the next scan takes longer.
  private func memoryProblem(_ summary: SpoolSummary) -> [SourceProblem] {
    guard let failure = summary.memoryFailure else { return [] }
    return [
      SourceProblem(
        .partial, path: ByteText(site.settings.database),
        detail: """
          mailboxes could not be remembered for the next scan: \
          \(word: failure.split(separator: "\n").first.map(String.init) ?? failure)
          """,
        hidesData: false)
    ]
  }

  /// What can be judged before the spool is read.
  private func input(_ credentials: CredentialVerdict) throws -> AssessmentInput {
    var input = AssessmentInput(
      configuration: site.configuration, facts: [], coverage: site.configuration.coverage,
      ownDomains: site.ownDomains, settings: site.settings.assessment, now: site.now)
    input.configuration.addNumbers(of: credentials.devices.lazy.map(\.device))
    input.credentials = credentials
    input.acceptances = try History.failing { try store.acceptances(inForceAt: site.now) }
    return input
  }

  /// Partner domains that an acceptance in force approves.
  private func approvedDomains() throws -> [ByteText] {
    try History.failing { try store.acceptances(inForceAt: site.now) }
      .compactMap(\.scope.approvedDomain)
  }

  private func report(
    _ verdict: SiteVerdict, _ coverage: Coverage, started: Timestamp
  ) -> ScanReport {
    ScanReport(
      run: runInfo(started: started), coverage: coverage, totals: verdict.totals,
      findings: verdict.findings, mailboxes: verdict.mailboxes, contexts: verdict.contexts,
      lists: DataLists.all.map { DataListInfo(name: $0.name, date: $0.date, entries: $0.entries) },
      ownDomains: site.ownDomains, solved: [])
  }

  private func runInfo(started: Timestamp) -> RunInfo {
    RunInfo(
      id: 0, started: started, finished: context.clock(), version: Version.text,
      host: site.key.host, now: site.now, spool: site.key.spool, etc: site.key.etc,
      asteriskVersion: site.configuration.asterisk.version?.description, previous: nil)
  }
}
