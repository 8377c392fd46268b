import VmscanActions
import VmscanModel

/// Tells whether a message in quarantine was removed from one spool, however its path was written.
struct SpoolFilter {
  private let spool: ByteText
  private var known: [ByteText: Bool] = [:]

  init(_ spool: ByteText) {
    self.spool = ActionSession.resolved(spool)
    known[spool] = true
  }

  mutating func covers(_ entry: QuarantineEntry) -> Bool {
    if let answer = known[entry.spool] { return answer }
    let answer = ActionSession.resolved(entry.spool) == spool
    known[entry.spool] = answer
    return answer
  }
}
