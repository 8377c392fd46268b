import Glibc
import VmscanActions
import VmscanModel

/// Counts what waits in quarantine: removed from the mailboxes, but still retained.
struct QuarantineReading {
  let site: Site

  /// The sums, with what could not be read; a quarantine that was never made holds nothing.
  func read() -> (totals: QuarantineTotals, problems: [SourceProblem]) {
    let path = ActionSession.quarantinePath(of: site)
    guard access("\(path)", F_OK) == 0 || errno != ENOENT else { return (QuarantineTotals(), []) }
    do {
      return try count(in: path)
    } catch {
      var totals = QuarantineTotals()
      totals.reading = .notRead
      return (totals, [SourceProblem(.quarantine, path: path, detail: Self.words(error))])
    }
  }

  private func count(in path: ByteText) throws -> (QuarantineTotals, [SourceProblem]) {
    let files = PosixFileOperations()
    let spool = try files.openDirectory(ActionSession.resolved(site.spool), in: nil)
    let quarantine = try Quarantine(path: path, spool: spool, create: false)
    var totals = QuarantineTotals()
    var filter = SpoolFilter(site.spool)
    let problems = try quarantine.forEachEntry { entry in
      guard filter.covers(entry) else { return }
      let message = MessageTotals(
        messages: 1, bytes: entry.bytes, seconds: Int64(entry.message.duration ?? 0))
      totals.add(
        message, recorded: entry.message.origtime, end: entry.removed + site.settings.quarantineFor)
    }
    if !problems.isEmpty { totals.reading = .partial }
    return (totals, problems)
  }

  /// What the message says of a refused directory, without what to do about a purge.
  private static func words(_ error: any Error) -> String {
    guard case .quarantineUnusable(_, let why) = error as? PurgeRefusal else { return "\(error)" }
    return why.contains("EACCES")
      ? why + "; scan as root, or let the spool's group in: chmod -R g+rX" : why
  }
}
