import VmscanAssessment
import VmscanLists
import VmscanModel
import VmscanSources
import VmscanStore

/// Reads, judges and records: the main job.
struct ScanPipeline {
  let site: Site
  let store: HistoryStore
  let context: RunContext
  let progress: Progress

  /// What one thread of the walk collected.
  private struct Collected: Sendable {
    var facts: [MailboxFacts] = []
    var problems: [SourceProblem] = []
  }

  /// Scans and records the run.
  ///
  /// - Throws: `CommandFailure`; an interrupted scan records nothing.
  func run() throws -> ScanReport {
    let started = context.clock()
    let intake = try EvidenceIntake(store: store, settings: site.settings, now: site.now).run()
    let judge = try MailboxJudge(site: site, store: store)
    var (facts, coverage) = try walk(judge)
    coverage.problems += intake
    facts += judge.join.withoutDirectory(among: facts.map(\.id)).map(judge.summarizer.facts(of:))
    facts.sort { $0.id < $1.id }
    let outside = OutsideSpool(directories: site.settings.temporaryDirectories, now: site.now)
      .read()
    coverage.problems += outside.problems
    let waiting = QuarantineReading(site: site).read()
    coverage.problems += waiting.problems
    let approved = try approvedDomains()
    let report = report(
      facts, coverage, judge.history, outside.files, quarantined: waiting.totals,
      approved: approved, started: started)
    return try History.failing {
      try store.record(report, skippedRules: site.settings.assessment.skippedRules)
    }
  }

  private func walk(_ judge: MailboxJudge) throws -> ([MailboxFacts], Coverage) {
    let interruption = context.interruption
    let progress = progress
    let walk = site.walker().walk(
      into: { Collected() }, isCancelled: { interruption.isSet },
      visit: { collected, directory in
        let (facts, problems) = judge.judge(directory)
        collected.facts.append(facts)
        collected.problems += problems
        progress.add(messages: directory.messages.count)
      })
    progress.finish()
    guard !interruption.isSet else {
      throw CommandFailure(.interrupted, "interrupted; nothing was recorded")
    }
    let problems =
      site.configuration.coverage.problems + walk.summary.problems
      + walk.accumulators.flatMap(\.problems).sorted { $0.path < $1.path }
    return (walk.accumulators.flatMap(\.facts), Coverage(problems: problems))
  }

  /// Partner domains that an acceptance in force approves.
  private func approvedDomains() throws -> [ByteText] {
    try History.failing { try store.acceptances(inForceAt: site.now) }
      .compactMap(\.scope.approvedDomain)
  }

  private func report(
    _ facts: [MailboxFacts], _ coverage: Coverage, _ history: StoredDestinations,
    _ outside: [StrayFile], quarantined: QuarantineTotals, approved: [ByteText],
    started: Timestamp
  ) -> ScanReport {
    var knowledge: [MailboxID: DestinationKnowledge] = [:]
    for mailbox in site.configuration.mailboxes {
      knowledge[mailbox.id] = history.destinationsKnown(for: mailbox.id)
    }
    let findings = Assessor().findings(
      AssessmentInput(
        configuration: site.configuration, facts: facts, knowledge: knowledge, coverage: coverage,
        ownDomains: site.ownDomains, settings: site.settings.assessment, now: site.now,
        outsideSpool: outside))
    let builder = ReportBuilder(
      facts: approved.isEmpty ? facts : facts.map { $0.approving(approved) },
      configuration: site.configuration)
    return ScanReport(
      run: runInfo(started: started), coverage: coverage,
      totals: builder.totals(
        outsideSpool: outside, quarantined: quarantined,
        pins: PINSummary.totals(
          site.configuration.mailboxes, settings: site.settings.assessment)),
      findings: findings.map { ReportedFinding(finding: $0, status: .new, firstSeen: site.now) },
      mailboxes: builder.mailboxes(), contexts: builder.contexts(),
      lists: DataLists.all.map { DataListInfo(name: $0.name, date: $0.date, entries: $0.entries) },
      ownDomains: site.ownDomains, solved: [])
  }

  private func runInfo(started: Timestamp) -> RunInfo {
    RunInfo(
      id: 0, started: started, finished: context.clock(), version: Version.text,
      host: context.hostName, now: site.now, spool: site.spool,
      etc: ByteText(site.settings.asteriskEtc),
      asteriskVersion: site.configuration.asterisk.version?.description, previous: nil)
  }
}
