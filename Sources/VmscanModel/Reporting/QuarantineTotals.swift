/// Removed messages that wait in quarantine: still retained, and part of no other sum.
package struct QuarantineTotals: Sendable, Hashable {
  /// How far the quarantine was read.
  package enum Reading: String, Sendable, CaseIterable {
    /// To the end; a sum of zero means that nothing waits.
    case complete
    /// In part, so the sums are lower bounds.
    case partial
    /// Not at all, so the sums mean nothing.
    case notRead
  }

  package var reading = Reading.complete
  package var amount = MessageTotals()
  /// When the oldest of them was recorded; `nil` when no time is known.
  package var oldest: Timestamp?
  /// When the time of the first of them is over, and it may be unlinked.
  package var firstEnd: Timestamp?
  /// When the time of the last of them is over.
  package var lastEnd: Timestamp?

  package init() {}

  /// Adds one message, recorded at a time that may not be known.
  package mutating func add(_ message: MessageTotals, recorded: Timestamp?, end: Timestamp) {
    amount += message
    oldest = [oldest, recorded].compactMap { $0 }.min()
    firstEnd = [firstEnd, end].compactMap { $0 }.min()
    lastEnd = [lastEnd, end].compactMap { $0 }.max()
  }
}
