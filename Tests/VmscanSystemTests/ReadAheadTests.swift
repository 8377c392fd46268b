import Synchronization
import Testing
import VmscanSystem

struct ReadAheadTests {
  private struct Enough: Error {}

  @Test(arguments: [1, 2, 3, 16]) func `results come in the order of the jobs`(width: Int) throws {
    for count in [0, 1, 2, 31, 32, 33, 1000] {
      var taken: [Int] = []
      try ReadAhead.run(count: count, width: width, job: { $0 * $0 }, body: { taken.append($0) })
      #expect(taken == (0..<count).map { $0 * $0 })
    }
  }

  @Test(arguments: [1, 4]) func `what waits does not grow with the jobs`(width: Int) throws {
    let begun = Atomic(0)
    var taken = 0
    try ReadAhead.run(
      count: 500, width: width, job: { _ in begun.add(1, ordering: .relaxed) },
      body: { _ in
        taken += 1
        // Room is given back when a result is taken, so the one at hand no longer counts.
        #expect(begun.load(ordering: .relaxed) <= taken + 2 * width)
      })
    #expect(taken == 500 && begun.load(ordering: .relaxed) == 500)
  }

  @Test func `an error of the caller ends the work`() {
    let begun = Atomic(0)
    var taken = 0
    #expect(throws: Enough.self) {
      try ReadAhead.run(
        count: 10_000, width: 4, job: { _ in begun.add(1, ordering: .relaxed) },
        body: { _ in
          taken += 1
          if taken == 10 { throw Enough() }
        })
    }
    #expect(taken == 10 && begun.load(ordering: .relaxed) <= 10 + 8)
  }
}
