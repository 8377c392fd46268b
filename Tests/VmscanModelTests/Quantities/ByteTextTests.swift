import Testing
import VmscanModel
import VmscanTestSupport

struct ByteTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("Zoë Müller", "Zoë Müller"), ("a\\b", #"a\\b"#),
    ("tab\there", #"tab\x09here"#),
    ("\u{1B}[31m", #"\x1B[31m"#), ("a\u{202E}b", #"a\xE2\x80\xAEb"#),
    ("a\u{200B}b", #"a\xE2\x80\x8Bb"#), ("", ""),
  ])
  func `text that could forge output is escaped`(text: String, escaped: String) {
    #expect(ByteText(text).description == escaped)
  }

  @Test func `bytes that are no UTF-8 are escaped one by one and valid text beside them is kept`() {
    #expect(ByteText(bytes: [0x4D, 0xFC, 0x6C]).description == #"M\xFCl"#)
    #expect(ByteText(bytes: [0xC3, 0xAB, 0xFF]).description == #"ë\xFF"#)
    #expect(ByteText(bytes: [0xC3]).utf8String == nil)
  }

  @Test func `every pair of bytes comes back from its escaped form`() {
    let pairs = (0..<0x10000).map { ByteText(bytes: [UInt8($0 >> 8), UInt8($0 & 0xFF)]) }
    #expect(pairs.first { ByteText(unescaping: $0.description) != $0 } == nil)
  }

  @Test func `random bytes come back from their escaped form`() {
    var random = SeededGenerator(seed: 20_261_123)
    let alphabet: [UInt8] = [
      0x5C, 0x78, 0x30, 0x41, 0x0A, 0xC3, 0xAB, 0xE2, 0x80, 0xAE, 0xF0, 0x9F,
    ]
    for length in 0..<2000 {
      let text = ByteText(bytes: random.bytes(length % 24, of: alphabet))
      #expect(ByteText(unescaping: text.description) == text)
      #expect(!text.description.unicodeScalars.contains { $0.value < 32 })
    }
  }

  @Test func `only ASCII letters are folded`() {
    #expect(
      ByteText(bytes: [0x41, 0x5A, 0xC4, 0x40, 0x5B]).lowercased.bytes == [
        0x61, 0x7A, 0xC4, 0x40, 0x5B,
      ])
  }

  @Test(arguments: [("  a b\t", "a b"), ("\r\n", ""), ("", ""), ("a", "a"), ("\u{A0}a", "\u{A0}a")])
  func `blanks up to byte 32 are stripped and no others`(text: String, stripped: String) {
    #expect(ByteText(text).stripped == ByteText(stripped))
  }

  @Test func `order is that of bytes`() {
    let sorted: [ByteText] = ["", "10", "9", "A", "a", "aa"]
    #expect(sorted.shuffled().sorted() == sorted)
  }
}
