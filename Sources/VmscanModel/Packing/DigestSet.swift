/// Digests that were seen, in a word of memory and a half for each.
///
/// A table of its own, because a set would digest the digests again, and once more whenever it grows.
package struct DigestSet: Sendable {
  /// Each at the place that its low bits name or behind it; 0 where there is none.
  private var slots: [UInt64]
  private var known = 0
  /// Digests that wait for `count`: to look for many in turn takes less time than for each alone,
  /// because the processor then waits for the memory of several at once.
  private var waiting: [UInt64] = []
  private static let longestWait = 512

  /// - Parameter count: Number of digests for which the table need not grow.
  package init(expecting count: Int = 0) {
    var size = 1 << 10
    while size / 4 * 3 <= count { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  /// Adds a digest that nobody can choose, such as `ByteText.digest`; `false` when it is there.
  package mutating func insert(_ digest: UInt64) -> Bool {
    // 0 stands for a free place.
    let digest = max(1, digest)
    let place = Self.place(of: digest, in: slots)
    guard slots[place] == 0 else { return false }
    slots[place] = digest
    known += 1
    if known > slots.count / 4 * 3 { grow() }
    return true
  }

  /// Adds a digest at some time before the next `count`.
  package mutating func add(_ digest: UInt64) {
    waiting.append(digest)
    if waiting.count == Self.longestWait { insertWaiting() }
  }

  /// How many different digests there are.
  package mutating func count() -> Int {
    insertWaiting()
    return known
  }

  private mutating func insertWaiting() {
    for digest in waiting { _ = insert(digest) }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Where a digest is, or belongs.
  private static func place(of digest: UInt64, in slots: [UInt64]) -> Int {
    let mask = UInt64(slots.count - 1)
    var place = digest & mask
    while slots[Int(place)] != 0, slots[Int(place)] != digest { place = (place + 1) & mask }
    return Int(place)
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for digest in slots where digest != 0 { larger[Self.place(of: digest, in: larger)] = digest }
    slots = larger
  }
}
