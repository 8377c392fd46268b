import Synchronization
import VmscanSystem

/// Two copy connections that are opened on threads of their own, while rows are listed.
final class CopiesAhead: Sendable {
  private static let count = 2

  private let opened: Opened
  private let threads: Mutex<[SystemThread]>

  /// Shared with the threads.
  private final class Opened: Sendable {
    let copies = Mutex<[CopiedRows]>([])
  }

  init(_ open: @escaping @Sendable () -> CopiedRows?) {
    let opened = Opened()
    self.opened = opened
    threads = Mutex(
      ThreadTeam.start(Self.count) {
        guard let copy = open() else { return }
        opened.copies.withLock { $0.append(copy) }
      })
  }

  deinit { wait() }

  /// Waits for them and gives them away: none, one or two.
  func take() -> [CopiedRows] {
    wait()
    return opened.copies.withLock { copies in
      defer { copies = [] }
      return copies
    }
  }

  private func wait() {
    threads.withLock { threads in
      ThreadTeam.join(threads)
      threads = []
    }
  }
}
