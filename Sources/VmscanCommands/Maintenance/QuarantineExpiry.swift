import Glibc
import VmscanActions
import VmscanModel
import VmscanStore

/// Unlinks removed messages whose time in quarantine is over; needs the right to purge.
struct QuarantineExpiry {
  let site: Site
  let context: RunContext

  /// Does nothing when nothing was ever purged; messages under a hold stay.
  ///
  /// - Throws: `CommandFailure`, also when the configuration that tells the place is closed.
  func run() throws -> Maintenance.Step {
    let path = ActionSession.quarantinePath(of: site)
    let isMissing = access("\(path)", F_OK) != 0 && errno == ENOENT
    if isMissing, site.configuration.status != .unreadable {
      return Maintenance.Step(text: "nothing waits in '\(path)'")
    }
    try site.refuseMissing()
    let store = try History.open(site.settings)
    // Expiry touches no folder that Asterisk uses; finishing an interrupted action would.
    let session = try ActionSession(site: site, store: store, in: context, actsUnasked: false)
    let now = site.now
    let result = try ActionSession.refusing {
      try QuarantineExpirer(
        quarantine: session.quarantine, journal: store, identity: session.identity, now: { now }
      ).expire(olderThan: site.settings.quarantineFor, holds: try store.holds(inForceAt: now))
    }
    let done =
      "unlinked \(Names.count(result.unlinked, "message", "messages")) that waited longer "
      + "than \(site.settings.quarantineFor)"
      + (result.held == 0 ? "" : "; \(result.held) more are under a hold")
    guard result.problems.isEmpty else {
      return Maintenance.Step(
        text: done + "; not unlinked: \(Names.first(result.problems))", status: .incomplete)
    }
    return Maintenance.Step(text: done)
  }
}
