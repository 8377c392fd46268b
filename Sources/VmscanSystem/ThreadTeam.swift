import Glibc

/// A thread of the operating system, which shares everything with the one that starts it.
///
/// Swift's own pool is only as wide as the processors, which threads that wait for disks would
/// occupy. No thread has a descriptor table of its own: SQLite's locks belong to a table, and those
/// of one connection would have several owners.
package struct SystemThread: Sendable {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let thread: pthread_t

  /// Starts a thread; `nil` where the system refuses one.
  package init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Work(body))
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      argument.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits for its end; once, and not after `detach`.
  package func join() { pthread_join(thread, nil) }

  /// Lets it end unseen.
  package func detach() { pthread_detach(thread) }
}

/// Several threads that do the same.
package enum ThreadTeam {
  /// Runs `body` on that many threads at once, the calling one among them, and waits for all.
  ///
  /// Where the system refuses threads there are fewer, but at least the calling one.
  package static func run(width: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = start(width - 1, body)
    body()
    join(threads)
  }

  /// Starts threads, or as many as the system allows.
  package static func start(
    _ count: Int, _ body: @escaping @Sendable () -> Void
  ) -> [SystemThread] {
    (0..<max(0, count)).compactMap { _ in SystemThread(body) }
  }

  package static func join(_ threads: [SystemThread]) {
    for thread in threads { thread.join() }
  }
}
