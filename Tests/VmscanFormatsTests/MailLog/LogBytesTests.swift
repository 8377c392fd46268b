import Testing
import VmscanFormats

struct LogBytesTests {
  static let texts: [String] = [
    "", ":", "a", "::", "4F3A1B2C4D: to=<a@x>", "aaaaaaaa", "aaaaaaaa:", "aaaaaaa:a:aaaaaaaaaaaa:",
    "\u{BA}:\u{BA}\u{3A}9;", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  ]

  @Test(arguments: texts)
  func `the search by words finds what the plain one finds`(_ text: String) {
    let bytes = Array(text.utf8)
    for byte in [0x00, 0x3A, 0x3B, 0x61, 0xBA] as [UInt8] {
      for from in 0...bytes.count {
        for to in from...bytes.count {
          let found = LogBytes.nearIndex(of: byte, in: bytes.span, from: from, to: to)
          #expect(found == bytes[from..<to].firstIndex(of: byte), "\(byte) in \(from)..<\(to)")
        }
      }
    }
  }

  @Test(arguments: 0...20)
  func `a text is equal to itself and to nothing that differs in one byte`(count: Int) {
    let text = (0..<count).map { UInt8(0x61 + $0) }
    let line = [0x2E] + text + [0x2E]
    let range = 1..<count + 1
    func isEqual(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
      LogBytes.isEqual(range, text, in: line.span)
    }
    #expect(isEqual(range, text))
    #expect(!isEqual(0..<count + 1, text))
    for place in text.indices {
      var other = text
      other[place] ^= 0x20
      #expect(!isEqual(range, other), "\(place)")
    }
  }

  @Test
  func `the letters of eight bytes are told`() {
    for byte in UInt8.min...UInt8.max {
      let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      for place in 0..<8 {
        for other in [0x00, 0x41, 0x7F, 0xFF] as [UInt8] {
          var bytes = [UInt8](repeating: other, count: 8)
          bytes[place] = byte
          let expected: UInt64 =
            (other == 0x41 ? 0xFF & ~(1 << UInt64(place)) : 0)
            | (isLetter ? 1 << UInt64(place) : 0)
          #expect(LogBytes.letters(in: LogBytes.word(in: bytes.span, at: 0)) == expected)
        }
      }
    }
  }

  @Test(arguments: texts)
  func `a range repeats where the same bytes stand`(_ text: String) {
    let bytes = Array(text.utf8)
    for place in 0...bytes.count {
      for length in 0...bytes.count - place {
        for at in 0...bytes.count {
          let isSame = bytes[at...].starts(with: bytes[place..<place + length])
          let repeats = LogBytes.repeats(
            place..<place + length, in: bytes.span, at: at, to: bytes.count)
          #expect(repeats == isSame, "\(place), \(length) at \(at)")
        }
      }
    }
  }

  @Test
  func `nothing is found beyond the end`() {
    let bytes = Array("postfix: pos".utf8)
    func has(_ at: Int, _ to: Int) -> Bool {
      LogBytes.has("postfix:", in: bytes.span, at: at, to: to)
    }
    #expect(has(0, 8))
    #expect(!has(0, 7))
    #expect(!has(9, 12))
    #expect(!has(-1, 12))
    let repeats = LogBytes.repeats(0..<3, in: bytes.span, at: 9, to: 11)
    #expect(!repeats)
  }

  @Test(arguments: [(9..<12, "pos", true), (9..<12, "po", false), (3..<3, "", true)])
  func `a range equals its text only`(_ range: Range<Int>, _ text: String, _ isEqual: Bool) {
    let bytes = Array("postfix: pos".utf8)
    let result = LogBytes.isEqual(range, Array(text.utf8), in: bytes.span)
    #expect(result == isEqual)
  }
}
