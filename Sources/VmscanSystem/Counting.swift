import Glibc
import Synchronization

/// A number that threads count up together.
package final class Counter: Sendable {
  private let number = Atomic<Int>(0)

  package init() {}

  package var value: Int { number.load(ordering: .acquiring) }

  package func add() { number.add(1, ordering: .relaxed) }

  /// The next number, each given once; `nil` from the limit on.
  package func take(below limit: Int) -> Int? {
    var current = number.load(ordering: .relaxed)
    while current < limit {
      let (exchanged, original) = number.compareExchange(
        expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
      if exchanged { return current }
      current = original
    }
    return nil
  }
}

/// A count that threads wait for, as POSIX has it (`sem_overview(7)`).
///
/// Sendable without checks because a semaphore is made for use by several threads and its address
/// never changes.
package final class Semaphore: @unchecked Sendable {
  private let count: UnsafeMutablePointer<sem_t>

  package init(_ value: Int = 0) {
    count = .allocate(capacity: 1)
    sem_init(count, 0, UInt32(value))
  }

  deinit {
    sem_destroy(count)
    count.deallocate()
  }

  package func signal() { sem_post(count) }

  /// Waits until the count is above zero and takes one from it.
  package func wait() {
    while sem_wait(count) != 0 {}
  }
}
