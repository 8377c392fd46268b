import Synchronization

/// Does jobs on several threads ahead of the caller, who takes the results in the jobs' order.
///
/// At most two results for each thread wait, so that memory does not grow with the jobs.
package final class ReadAhead<Result: Sendable>: Sendable {
  private let job: @Sendable (Int) -> Result
  private let count: Int
  private let next = Counter()
  private let isStopped = Atomic(false)
  /// Results that may still be begun before the caller takes one.
  private let room: Semaphore
  /// For each result that waits, in a ring.
  private let filled: [Semaphore]
  private let results: Mutex<[Result?]>

  private init(count: Int, width: Int, job: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.job = job
    let size = 2 * width
    room = Semaphore(size)
    filled = (0..<size).map { _ in Semaphore() }
    results = Mutex(Array(repeating: nil, count: size))
  }

  /// Calls `job` with every number below `count`, and `body` with each result on this thread.
  ///
  /// - Throws: What `body` throws, after the jobs that were begun have ended.
  package static func run(
    count: Int, width: Int, job: @escaping @Sendable (Int) -> Result,
    body: (Result) throws -> Void
  ) throws {
    let work = ReadAhead(count: count, width: max(1, width), job: job)
    let threads = ThreadTeam.start(min(count, width)) { work.run() }
    defer {
      work.isStopped.store(true, ordering: .releasing)
      for _ in threads { work.room.signal() }
      ThreadTeam.join(threads)
    }
    for number in 0..<count {
      try body(threads.isEmpty ? job(number) : work.take(number))
    }
  }

  private func run() {
    while true {
      room.wait()
      guard !isStopped.load(ordering: .acquiring), let number = next.take(below: count) else {
        return
      }
      let result = job(number)
      results.withLock { $0[number % filled.count] = result }
      filled[number % filled.count].signal()
    }
  }

  private func take(_ number: Int) -> Result {
    filled[number % filled.count].wait()
    let result = results.withLock { $0[number % filled.count].take() }
    room.signal()
    guard let result else { preconditionFailure("a result is signalled after it is put") }
    return result
  }
}
