import Glibc

/// A count that threads wait for, as POSIX has it (`sem_overview(7)`).
///
/// Sendable without checks because a semaphore is made for use by several threads and its address
/// never changes.
final class Semaphore: @unchecked Sendable {
  private let count: UnsafeMutablePointer<sem_t>

  init(_ value: Int = 0) {
    count = .allocate(capacity: 1)
    sem_init(count, 0, UInt32(value))
  }

  deinit {
    sem_destroy(count)
    count.deallocate()
  }

  func signal() { sem_post(count) }

  /// Waits until the count is above zero and takes one from it.
  func wait() {
    while sem_wait(count) != 0 {}
  }
}
