import CLinuxShims
import Glibc

/// Threads of the operating system for work that waits for disks.
///
/// Swift's own pool is only as wide as the processors, which blocked reads would occupy.
enum ThreadTeam {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on so many threads at once, the calling one among them, and waits for all.
  ///
  /// Where the system refuses threads there are fewer, but at least the calling one.
  static func run(width: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = start(width - 1) {
      // A descriptor table of its own spares the thread the lock of the shared one.
      _ = clinux_unshare_descriptors()
      body()
    }
    body()
    join(threads)
  }

  /// Starts threads, or as many as the system allows, that share all with the calling one.
  static func start(_ count: Int, _ body: @escaping @Sendable () -> Void) -> [pthread_t] {
    (0..<max(0, count)).compactMap { _ in start(Work(body)) }
  }

  static func join(_ threads: [pthread_t]) {
    for thread in threads { pthread_join(thread, nil) }
  }

  private static func start(_ work: Work) -> pthread_t? {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(work)
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
    return thread
  }
}
