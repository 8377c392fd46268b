import Synchronization

/// A number that threads count up together.
final class Counter: Sendable {
  private let number = Atomic<Int>(0)

  var value: Int { number.load(ordering: .acquiring) }

  func add() { number.add(1, ordering: .relaxed) }

  /// The next number, each given once; `nil` from the limit on.
  func take(below limit: Int) -> Int? {
    var current = number.load(ordering: .relaxed)
    while current < limit {
      let (exchanged, original) = number.compareExchange(
        expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
      if exchanged { return current }
      current = original
    }
    return nil
  }
}
