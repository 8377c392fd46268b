import Synchronization
import VmscanModel

/// The folders of a plan for the threads of one purge, and what became of those that are done.
///
/// A folder that one thread has taken is never given to another.
final class PurgeFeed: Sendable {
  private struct State {
    let next: () throws -> PlannedFolder?
    var isAtEnd = false
    var groups = 0
    var done: [FolderOutcome] = []
    var wasStopped = false
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  /// Runs that were interrupted in a folder and could not be finished yet, by folder.
  private let unfinished: [String: String]

  /// `next` gives the folders in the plan's order, on any thread but never on two at once.
  init(unfinished: [String: String], next: sending @escaping () throws -> PlannedFolder?) {
    self.unfinished = unfinished
    state = Mutex(State(next: next))
  }

  /// Adds folders while there is room; none after a failure.
  ///
  /// - Throws: What reading the plan throws.
  func fill(_ queue: inout [PurgeJob], while hasRoom: ([PurgeJob]) -> Bool) throws {
    try state.withLock { state in
      while state.failure == nil, !state.isAtEnd, hasRoom(queue) {
        guard let folder = try state.next() else {
          state.isAtEnd = true
          return
        }
        var job = PurgeJob(folder)
        if let run = unfinished[folder.subject] {
          job.settleAll(.skipped(FolderRefusal.unfinishedRun(run).description))
        }
        queue.append(job)
      }
    }
  }

  /// The number of the next group, each given once, from 1 on.
  func nextGroup() -> Int {
    state.withLock { state in
      state.groups += 1
      return state.groups
    }
  }

  func finish(_ folder: FolderOutcome) { state.withLock { $0.done.append(folder) } }

  /// What was finished since it was asked last.
  func takeDone() -> [FolderOutcome] {
    state.withLock { state in
      defer { state.done = [] }
      return state.done
    }
  }

  /// Folders that were not begun yet are to stay as they are.
  func stop() { state.withLock { $0.wasStopped = true } }

  var wasStopped: Bool { state.withLock { $0.wasStopped } }

  /// Keeps the first failure, after which no thread begins anything.
  func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

  var failure: (any Error)? { state.withLock { $0.failure } }
}
