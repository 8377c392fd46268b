import Glibc
import Synchronization

/// Ends a call that waits for a server which no longer answers.
///
/// The server itself ends a query that takes too long. One that is stopped, or beyond a network that is
/// cut, ends none, and a driver waits for it forever; so its sockets are shut down, which the driver
/// takes for a lost connection.
package final class StallWatch: Sendable {
  /// What the thread sees, which may outlive the connection by a moment.
  private final class State: Sendable {
    /// When the call is given up, in seconds of the monotonic clock; 0 between calls.
    let deadline = Atomic<Int>(0)
    let hasEnded = Atomic(false)
    let isOver = Atomic(false)
  }

  private let state = State()

  /// Watches calls that use these sockets.
  package init(_ sockets: [Int32]) {
    guard !sockets.isEmpty else { return }
    let state = state
    SystemThread {
      while !state.isOver.load(ordering: .acquiring) {
        let deadline = state.deadline.load(ordering: .acquiring)
        if deadline != 0, Self.now >= deadline {
          state.hasEnded.store(true, ordering: .releasing)
          for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
          return
        }
        usleep(200_000)
      }
    }?.detach()
  }

  deinit { state.isOver.store(true, ordering: .releasing) }

  /// Whether a call was given up, so that the connection is none any more.
  package var hasEnded: Bool { state.hasEnded.load(ordering: .acquiring) }

  /// Runs a call, for that many seconds at most.
  package func limit<Value, Failure: Error>(
    _ seconds: UInt, _ call: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    state.deadline.store(Self.now + Int(seconds), ordering: .releasing)
    defer { state.deadline.store(0, ordering: .releasing) }
    return try call()
  }

  /// Descriptors of this process that are sockets.
  package static var openSockets: Set<Int32> {
    guard let directory = opendir("/proc/self/fd") else { return [] }
    defer { closedir(directory) }
    var found: Set<Int32> = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) }
      var status = stat()
      guard let number = Int32(name), fstat(number, &status) == 0,
        status.st_mode & S_IFMT == S_IFSOCK
      else { continue }
      found.insert(number)
    }
    return found
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }
}
