import Testing
import VmscanModel

struct DigestSetTests {
  @Test(arguments: [0, 5000])
  func `different digests are counted once each`(expecting: Int) {
    var seen = DigestSet(expecting: expecting)
    var known: Set<Int> = []
    for number in 0..<20_000 {
      let digest = (number % 7000).hashValue
      if number % 3 == 0 {
        seen.add(digest)
      } else {
        // What waits may be the same one.
        _ = seen.insert(digest)
      }
      known.insert(digest)
    }
    #expect(seen.count() == known.count)
    #expect(seen.insert(5.hashValue) == false)
    #expect(seen.insert("another".hashValue) == true)
    #expect(seen.count() == known.count + 1)
  }

  @Test func `digests that fall on one place are kept apart`() {
    var seen = DigestSet()
    for turn in 1...900 { #expect(seen.insert(turn << 32) == true) }
    for turn in 1...900 { #expect(seen.insert(turn << 32) == false) }
    #expect(seen.insert(0) == true)
    #expect(seen.count() == 901)
  }
}
