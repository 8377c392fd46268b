import VmscanSystem

/// The mailboxes of a walk in batches of neighbours, which threads take in turn.
final class JobBatches: Sendable {
  private let next = Counter()
  private let count: Int
  private let size: Int

  /// Neighbours share the look-up in memory; without memory each mailbox is a batch.
  init(count: Int, width: Int, isRemembered: Bool) {
    self.count = count
    size = isRemembered ? max(1, min(64, count / (width * 4))) : 1
  }

  func take() -> Range<Int>? {
    guard let batch = next.take(below: (count + size - 1) / size) else { return nil }
    return batch * size..<min((batch + 1) * size, count)
  }
}
