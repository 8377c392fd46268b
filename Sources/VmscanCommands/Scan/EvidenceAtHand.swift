import Glibc
import VmscanModel
import VmscanStore

/// The mail evidence a reading command can use: history as it stands, and the logs it was given.
///
/// Nothing is recorded in history: what is new in the logs goes into a temporary one beside it.
struct EvidenceAtHand {
  /// History as it stands; an empty one when there is none.
  let store: HistoryStore
  let evidence: any MailEvidence
  /// What a log that was given cannot say, or why it was not read.
  let problems: [SourceProblem]

  /// - Throws: `CommandFailure`.
  init(site: Site, progress: Progress? = nil) throws {
    let settings = site.settings
    let exists = access(settings.database, F_OK) == 0
    store =
      try exists
      ? History.reading(settings) : History.failing { try HistoryStore.temporary() }
    let known = try History.failing { [store] in try store.evidence() }
    guard !settings.mailLogs.isEmpty || !settings.mailerJournal.isEmpty else {
      (evidence, problems) = (known, [])
      return
    }
    let new = try History.failing { [known] in
      let new = try HistoryStore.temporary()
      // What the logs show to be missing is missing in what history covers, too.
      try new.importEvidence { batch in
        for stretch in try known.coverage() { batch.addCoverage(stretch) }
      }
      return new
    }
    problems = try EvidenceIntake(
      store: store, target: new, settings: settings, now: site.now, progress: progress
    ).run()
    evidence = try History.failing { try LayeredEvidence([known, try new.evidence()]) }
  }
}
