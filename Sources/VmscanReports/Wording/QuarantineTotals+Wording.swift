package import VmscanModel

extension QuarantineTotals {
  /// Something waits, or it is not known that nothing does.
  package var isWorthSaying: Bool { amount.messages > 0 || reading != .complete }

  /// Amount, age and end: `3 messages, 9 KiB, 1 min of audio, the oldest from 2026-11-22 (84 days
  /// ago), until 2027-02-21`.
  package func words(now: Timestamp) -> String {
    switch reading {
    case .notRead: "not read"
    case .partial: "at least " + Wording.amount(amount) + circumstances(now: now)
    case .complete: Wording.amount(amount) + circumstances(now: now)
    }
  }

  private func circumstances(now: Timestamp) -> String {
    let age = oldest.map {
      ", the oldest from \($0.dateText) (\(Wording.age(of: $0, now: now)) ago)"
    }
    return (age ?? "") + (ends.isEmpty ? "" : ", " + ends)
  }

  /// `until 2027-02-21`, or from the first day to the last.
  package var ends: String {
    guard let firstEnd, let lastEnd else { return "" }
    return firstEnd.dateText == lastEnd.dateText
      ? "until \(lastEnd.dateText)" : "until \(firstEnd.dateText) to \(lastEnd.dateText)"
  }
}
