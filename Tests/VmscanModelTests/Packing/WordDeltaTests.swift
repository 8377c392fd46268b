import Testing
import VmscanModel
import VmscanTestSupport

struct WordDeltaTests {
  private func delta(_ text: [UInt8], _ other: [UInt8]) -> [UInt8] {
    var packer = Packer()
    text.withUnsafeBytes { bytes in
      other.withUnsafeBytes { WordDelta.put(bytes, against: $0, into: &packer) }
    }
    return packer.bytes
  }

  private func expand(_ steps: [UInt8], _ other: [UInt8]) -> [UInt8] {
    steps.withUnsafeBytes { steps in
      other.withUnsafeBytes { WordDelta.expand(steps, against: $0) }
    }
  }

  @Test(arguments: [
    ("", ""), (" ", ""), ("", " "), ("a", "a"), ("a b c", "a x c"), ("a b", "a b c"),
    ("a b c d", "a"), (" a", "a"), ("a ", "a"), ("  ", "   "), ("a/b c/", "a/b c"), ("//", "/ /"),
    (String(repeating: "w", count: 126), ""), (String(repeating: "w", count: 127), "w"),
    (String(repeating: "w", count: 40_000), "w w"),
    (String(repeating: "w ", count: 127), String(repeating: "w ", count: 127)),
    (String(repeating: "w ", count: 500), String(repeating: "w ", count: 400)),
  ])
  func `what was told comes back`(text: String, other: String) {
    let (text, other) = (Array(text.utf8), Array(other.utf8))
    #expect(expand(delta(text, other), other) == text)
  }

  @Test(arguments: UInt64(1)...4)
  func `any bytes come back against any other`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func bytes() -> [UInt8] {
      (0..<Int.random(in: 0..<400, using: &generator)).map { _ in
        [0x20, 0x2F, 0x61, 0x62, UInt8.random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
    }
    for _ in 0..<500 {
      let (text, other) = (bytes(), bytes())
      #expect(expand(delta(text, other), other) == text)
    }
  }

  @Test func `a sentence with other figures takes little more than the figures`() {
    let other = Array("48 messages (3.9 MiB, 22 minutes of audio) kept after being e-mailed.".utf8)
    let text = Array("7 messages (1.2 MiB, 3 minutes of audio) kept after being e-mailed.".utf8)
    #expect(delta(text, other).count == 15)
  }
}
