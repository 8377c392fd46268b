import Glibc
import VmscanModel
import VmscanReports
import VmscanStore
import VmscanSystem

/// What keeps the installation sound over the years, one step after the other.
struct Maintenance {
  let settings: Settings
  let now: Timestamp
  let progress: Progress

  /// What one step did or why it failed.
  struct Step: Hashable {
    var text: String
    var status = ExitStatus.success
  }

  /// Runs every step that may run; a damaged history is neither pruned nor copied over good ones.
  ///
  /// - Throws: `CommandFailure` when there is no history to maintain.
  func run() throws -> [Step] {
    guard access(settings.database, F_OK) == 0 else {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot maintain history '\(settings.database)': \(SystemError.last)
        nothing was done; 'vmscan scan' makes one, --db names another
        """)
    }
    let store = try History.open(settings)
    let check = integrity(store)
    var steps = [check]
    if check.status == .success {
      steps += [prune(store), pruneEvidence(store), backUp(store), optimize(store)].compactMap(
        \.self)
    }
    return steps
  }

  private func integrity(_ store: HistoryStore) -> Step {
    step("integrity check") {
      let problems = try store.integrityProblems()
      guard problems.isEmpty else {
        throw CommandFailure(
          .badConfiguration,
          """
          history '\(settings.database)' is damaged: \(Names.first(problems))
          nothing was pruned or backed up; restore a backup or move the file away
          """)
      }
      return "history is sound: \(try store.statistics().bytes)"
    }
  }

  private func prune(_ store: HistoryStore) -> Step? {
    settings.keepHistory.map { age in
      step("prune") {
        let removed = try store.pruneRuns(
          keepingLatest: settings.keepRuns, olderThan: now - age)
        return "removed \(Names.count(removed.count, "run", "runs")) older than \(age)"
      }
    }
  }

  private func pruneEvidence(_ store: HistoryStore) -> Step? {
    settings.keepHistory.map { age in
      step("prune of mail evidence") {
        guard let removed = try EvidencePruning(store: store, limit: now - age).run() else {
          return "mail evidence is kept: the latest run did not see every message"
        }
        return "removed evidence of \(Names.count(removed, "mail", "mails")) older than \(age)"
          + " and than every message"
      }
    }
  }

  private func backUp(_ store: HistoryStore) -> Step? {
    settings.backup.map { backup in
      step("backup") {
        let (made, removed) = try store.backUp(
          into: backup.directory, at: now, keep: backup.keep)
        return "backup '\(made.path)', \(removed.count) older removed"
      }
    }
  }

  private func optimize(_ store: HistoryStore) -> Step {
    step("optimize") {
      try store.optimize()
      return "history is optimized"
    }
  }

  /// A step that fails does not keep the others from their work.
  private func step(_ name: String, _ work: () throws -> String) -> Step {
    progress.note("history: \(name)")
    defer { progress.end() }
    do {
      return Step(text: try History.failing(work))
    } catch let error as CommandFailure {
      return Step(text: "\(name) failed: \(error.reason)", status: error.status)
    } catch {
      return Step(text: "\(name) failed: \(error)", status: .failed)
    }
  }
}
