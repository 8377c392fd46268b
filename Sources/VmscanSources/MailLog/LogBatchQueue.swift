import Synchronization
import VmscanSystem

/// Hands batches from one thread to another, in order.
final class LogBatchQueue: Sendable {
  private let waiting = Mutex<[LogBatch]>([])
  private let count = Semaphore()

  func push(_ batch: LogBatch) {
    waiting.withLock { $0.append(batch) }
    count.signal()
  }

  /// Whether a batch waits to be taken.
  var hasMore: Bool { waiting.withLock { !$0.isEmpty } }

  /// Waits for the next batch.
  func pop() -> LogBatch {
    while true {
      count.wait()
      if let batch = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return batch }
    }
  }
}
