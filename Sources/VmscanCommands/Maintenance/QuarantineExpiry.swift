import Glibc
import VmscanActions
import VmscanModel
import VmscanSources
import VmscanStore

/// Unlinks removed messages whose time in quarantine is over; needs the right to purge.
struct QuarantineExpiry {
  let site: Site
  let context: RunContext
  let progress: Progress

  /// Does nothing when nothing was ever purged; messages under a hold stay.
  ///
  /// - Throws: `CommandFailure`, also when the configuration that tells the place is closed.
  func run() throws -> Maintenance.Step {
    let path = ActionSession.quarantinePath(of: site)
    if !ActionSession.hasQuarantine(site), site.configuration.status != .unreadable {
      let missing = try missing()
      guard missing.isEmpty else {
        return Maintenance.Step(
          text: "not done: \(Names.first(missing.map(\.description)))", status: .incomplete)
      }
      return Maintenance.Step(text: "nothing waits in '\(path)'")
    }
    try site.refuseMissing()
    let store = try History.openForRemoval(site, in: context)
    // Expiry touches no folder that Asterisk uses; finishing an interrupted action would.
    let session = try ActionSession(site: site, store: store, in: context, actsUnasked: false)
    let locks = try clearLocks(session)
    // A clock set ahead ends no message's time.
    let now = site.protectionTime
    progress.begin("unlinking messages", of: progress.isShown ? try due(session, now) : nil)
    defer { progress.end() }
    let result = try ActionSession.refusing {
      try QuarantineExpirer(
        quarantine: session.quarantine, journal: store, identity: session.identity,
        now: session.clock
      ).expire(
        olderThan: site.settings.quarantineFor, at: now,
        holds: try store.holds(inForceAt: site.protectionTime)
      ) { progress.step($0) }
    }
    let done =
      "unlinked \(Names.count(result.unlinked, "message", "messages")) that waited longer "
      + "than \(site.settings.quarantineFor)"
      + (result.held == 0 ? "" : "; \(result.held) more are under a hold")
      + (locks.cleared.isEmpty
        ? "" : "; removed the lock that a killed vmscan left in \(Names.first(locks.cleared))")
    let problems = result.problems + locks.problems
    guard problems.isEmpty else {
      return Maintenance.Step(
        text: done + "; not done: \(Names.first(problems))", status: .incomplete)
    }
    return Maintenance.Step(text: done)
  }

  /// What should wait in a quarantine that is not there, as far as there is a history.
  private func missing() throws -> [SourceProblem] {
    guard access(site.settings.database, F_OK) == 0 else { return [] }
    return try QuarantineLedger(site: site, store: try History.reading(site.settings))
      .missing(beside: [:])
  }

  /// Messages whose time is over, held or not.
  private func due(_ session: ActionSession, _ now: Timestamp) throws -> Int {
    var count = 0
    _ = try ActionSession.refusing {
      try session.quarantine.forEachEntry { entry in
        if entry.removed < now - site.settings.quarantineFor { count += 1 }
      }
    }
    return count
  }

  /// Folder locks of a vmscan that was killed; what it had begun keeps its own until it is finished.
  private func clearLocks(_ session: ActionSession) throws -> LockSweep.Result {
    guard site.configuration.asterisk.lockMode.value == .lockfile else {
      return LockSweep.Result()
    }
    return try ActionSession.refusing {
      let unfinished = try session.store.unfinished().compactMap { record -> String? in
        guard let context = record.detail["context"], let box = record.detail["mailbox"],
          let folder = record.detail["folder"]
        else { return nil }
        let id = MailboxID(
          context: ByteText(unescaping: context), mailbox: ByteText(unescaping: box))
        return "\(id)/\(folder)"
      }
      return try LockSweep(spool: session.spool).clear(
        site.walker().mailboxes().ids, except: Set(unfinished), quarantine: session.quarantine)
    }
  }
}
