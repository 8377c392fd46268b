import Testing
import VmscanModel

struct DigestSetTests {
  @Test(arguments: [0, 5000])
  func `different digests are counted once each`(expecting: Int) {
    var seen = DigestSet(expecting: expecting)
    var known: Set<UInt64> = []
    for number in 0..<20_000 {
      let digest = ByteText("mail \(number % 7000)").digest()
      if number % 3 == 0 {
        seen.add(digest)
      } else {
        // What waits may be the same one.
        _ = seen.insert(digest)
      }
      known.insert(digest)
    }
    #expect(known.count == 7000)
    #expect(seen.count() == known.count)
    #expect(seen.insert(ByteText("mail 5").digest()) == false)
    #expect(seen.insert(ByteText("another").digest()) == true)
    #expect(seen.count() == known.count + 1)
  }

  @Test func `digests that fall on one place are kept apart`() {
    var seen = DigestSet()
    for turn in (1...900) as ClosedRange<UInt64> { #expect(seen.insert(turn << 32) == true) }
    for turn in (1...900) as ClosedRange<UInt64> { #expect(seen.insert(turn << 32) == false) }
    #expect(seen.insert(0) == true)
    #expect(seen.count() == 901)
  }

  @Test func `texts that differ in one place have different digests`() {
    var digests: Set<UInt64> = []
    var texts = 0
    for length in 0...40 {
      let text = [UInt8](repeating: 0, count: length)
      digests.insert(ByteText(bytes: text).digest())
      texts += 1
      for place in text.indices {
        for byte in [1, 0x80, 0xFF] as [UInt8] {
          var other = text
          other[place] = byte
          digests.insert(ByteText(bytes: other).digest())
          texts += 1
        }
      }
    }
    #expect(digests.count == texts)
    #expect(ByteText("ab").digest() == ByteText(bytes: Array("ab".utf8)).digest())
    #expect(ByteText("b").digest(behind: ByteText("a").digest()) != ByteText("b").digest())
  }
}
