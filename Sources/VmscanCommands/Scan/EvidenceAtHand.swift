import Glibc
import VmscanModel
import VmscanStore

/// The mail evidence a reading command can use: history as it stands, and the logs it was given.
///
/// Nothing is recorded in history: the logs go into a temporary one.
struct EvidenceAtHand {
  let store: HistoryStore
  let problems: [SourceProblem]

  /// - Throws: `CommandFailure`.
  init(site: Site) throws {
    let settings = site.settings
    let exists = access(settings.database, F_OK) == 0
    if exists, settings.mailLogs.isEmpty {
      store = try History.reading(settings)
      problems = []
      return
    }
    store = try History.failing {
      exists
        ? try HistoryStore.temporaryCopy(of: settings.database) : try HistoryStore.temporary()
    }
    problems = try EvidenceIntake(store: store, settings: settings, now: site.now).run()
  }
}
