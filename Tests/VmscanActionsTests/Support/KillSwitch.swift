import Glibc
import Synchronization
import VmscanActions
import VmscanModel
import VmscanSystem

/// The program was killed; everything it still tries fails in the same way.
struct Killed: Error {}

/// Counts the steps that change something and acts at one of them.
final class KillSwitch: Sendable {
  enum Action: Sendable, Equatable {
    case never
    /// Dead from this step on.
    case kill(at: Int)
    /// This one step fails with a system error.
    case fail(at: Int, code: Int32)
    /// Every step from here on fails, as on a full or read-only disk.
    case failFrom(Int, code: Int32)
    /// No file can be read.
    case failReading(code: Int32)
    /// Renames between directories fail, as between file systems.
    case otherDevice
  }

  private let state: Mutex<(steps: Int, isDead: Bool)>
  let action: Action

  init(_ action: Action = .never) {
    self.action = action
    state = Mutex((0, false))
  }

  var steps: Int { state.withLock { $0.steps } }
  var isDead: Bool { state.withLock { $0.isDead } }

  /// Called before each change.
  func step(_ what: String) throws {
    let (step, isDead) = state.withLock { value in
      value.steps += 1
      if case .kill(let at) = action, value.steps >= at { value.isDead = true }
      return (value.steps, value.isDead)
    }
    if isDead { throw Killed() }
    switch action {
    case .fail(let at, let code) where step == at:
      throw SystemError(code: code, attempt: what, path: "injected")
    case .failFrom(let at, let code) where step >= at:
      throw SystemError(code: code, attempt: what, path: "injected")
    default: break
    }
  }

  /// Called before contents are read.
  func checkReadable() throws {
    try checkAlive()
    guard case .failReading(let code) = action else { return }
    throw SystemError(code: code, attempt: "read", path: "injected")
  }

  /// A dead program reads nothing either.
  func checkAlive() throws {
    if isDead { throw Killed() }
  }
}
