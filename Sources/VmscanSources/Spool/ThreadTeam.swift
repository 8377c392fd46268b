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
    let threads = (1..<max(1, width)).compactMap { _ in start(Work(body)) }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  private static func start(_ work: Work) -> pthread_t? {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(work)
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        // A descriptor table of its own spares the thread the lock of the shared one.
        _ = clinux_unshare_descriptors()
        work.body()
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      argument.release()
      return nil
    }
    return thread
  }
}
