import Testing
import VmscanModel

struct FingerprintTests {
  @Test(arguments: [
    "00000000000000000000000000000000", "0123456789abcdef0123456789abcdef",
    "ffffffffffffffffffffffffffffffff", "8000000000000001f000000000000002",
  ]) func `digits come back`(text: String) {
    #expect(Fingerprint(text).description == text)
    #expect(Fingerprint(text).digits != nil)
  }

  @Test(arguments: [
    "", "ab", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcde",
    "0123456789abcdef0123456789abcdef0", "g123456789abcdef0123456789abcdef",
  ]) func `other text is kept and equals no digest`(text: String) {
    #expect(Fingerprint(text).description == text)
    #expect(Fingerprint(text).digits == nil)
  }

  @Test func `the order is that of the text`() {
    let texts = [
      "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdee", "zz", "",
      "f000000000000000000000000000000f", "0f", "7fffffffffffffffffffffffffffffff",
    ]
    for left in texts {
      for right in texts {
        #expect((Fingerprint(left) < Fingerprint(right)) == (left < right), "\(left) \(right)")
      }
    }
  }
}
