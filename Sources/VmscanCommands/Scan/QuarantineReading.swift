import VmscanActions
import VmscanModel
import VmscanStore

/// Counts what waits in quarantine: removed from the mailboxes, but still retained.
struct QuarantineReading {
  let site: Site
  let store: HistoryStore

  /// The sums, with what could not be read or is gone; a quarantine that was never made holds nothing.
  ///
  /// - Throws: `CommandFailure` when history cannot be read.
  func read() throws -> (totals: QuarantineTotals, problems: [SourceProblem]) {
    let ledger = try QuarantineLedger(site: site, store: store)
    var reading = look()
    guard reading.totals.reading != .notRead else { return (reading.totals, reading.problems) }
    let missing = try ledger.missing(beside: reading.runs)
    if !missing.isEmpty { reading.totals.reading = .partial }
    return (reading.totals, reading.problems + missing)
  }

  private typealias Reading = (
    totals: QuarantineTotals, problems: [SourceProblem], runs: [String: Int]
  )

  private func look() -> Reading {
    do {
      guard let quarantine = try ActionSession.existingQuarantine(of: site) else {
        return (QuarantineTotals(), [], [:])
      }
      return try count(in: quarantine)
    } catch {
      var totals = QuarantineTotals()
      totals.reading = .notRead
      return (totals, [Self.problem(error, of: site)], [:])
    }
  }

  /// A quarantine that could not be read.
  static func problem(_ error: any Error, of site: Site) -> SourceProblem {
    SourceProblem(
      .quarantine, path: ActionSession.quarantinePath(of: site), detail: "\(word: words(error))")
  }

  private func count(in quarantine: Quarantine) throws -> Reading {
    var totals = QuarantineTotals()
    var runs: [String: Int] = [:]
    var filter = SpoolFilter(site.spool)
    let problems = try quarantine.forEachEntry { entry in
      guard filter.covers(entry) else { return }
      runs[entry.place.run, default: 0] += 1
      let message = MessageTotals(
        messages: 1, bytes: entry.bytes, seconds: Int64(entry.message.duration ?? 0))
      totals.add(
        message, recorded: entry.message.origtime, end: entry.removed + site.settings.quarantineFor)
    }
    if !problems.isEmpty { totals.reading = .partial }
    return (totals, problems, runs)
  }

  /// What the message says of a refused directory, without what to do about a purge.
  private static func words(_ error: any Error) -> String {
    switch error as? PurgeRefusal {
    case .quarantineUnusable(_, let why): why
    case .quarantineClosed(_, let why):
      why + "; run as root, or let the spool's group in: chmod -R g+rX"
    default: String("\(error)".prefix { $0 != "\n" })
    }
  }
}
