import Glibc
import Synchronization

/// Hands batches from one thread to another, in order.
///
/// Sendable without checks because the semaphore is made for use by several threads and its
/// address never changes; the list has a lock.
final class LogBatchQueue: @unchecked Sendable {
  private let waiting = Mutex<[LogBatch]>([])
  private let count: UnsafeMutablePointer<sem_t>

  init() {
    count = .allocate(capacity: 1)
    sem_init(count, 0, 0)
  }

  deinit {
    sem_destroy(count)
    count.deallocate()
  }

  func push(_ batch: LogBatch) {
    waiting.withLock { $0.append(batch) }
    sem_post(count)
  }

  /// Waits for the next batch.
  func pop() -> LogBatch {
    while true {
      while sem_wait(count) != 0 {}
      if let batch = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return batch }
    }
  }
}
