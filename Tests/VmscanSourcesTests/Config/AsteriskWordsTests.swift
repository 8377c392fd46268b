import Testing
import VmscanModel

@testable import VmscanSources

struct AsteriskWordsTests {
  static let numbers: [(text: String, atoi: Int, scanned: Int?)] = [
    ("", 0, nil), ("7", 7, 7), (" \t7x", 7, 7), ("-3", -3, -3), ("+4", 4, 4), ("- 4", 0, nil),
    ("abc", 0, nil), ("0x1F", 0, 0), ("2147483648", -2_147_483_648, -2_147_483_648),
    ("99999999999999999999", -1, -1),
  ]

  @Test(arguments: numbers)
  func `numbers wrap as in C`(_ text: String, _ atoi: Int, _ scanned: Int?) {
    #expect(AsteriskWords.atoi(Array(text.utf8)) == atoi)
    #expect(AsteriskWords.scanned(Array(text.utf8)) == scanned)
  }

  @Test func `only six words are true and six are false`() {
    for word in ["yes", "TRUE", "y", "T", "1", "On"] {
      #expect(AsteriskWords.isTrue(Array(word.utf8)))
    }
    for word in ["no", "FALSE", "n", "F", "0", "Off"] {
      #expect(AsteriskWords.isFalse(Array(word.utf8)))
    }
    for word in ["2", "enabled", "yes ", " yes", "yes,foo", ""] {
      #expect(!AsteriskWords.isTrue(Array(word.utf8)) && !AsteriskWords.isFalse(Array(word.utf8)))
    }
  }

  static let formats: [(text: String, kept: [String], unknown: Int)] = [
    ("wav49|gsm|wav", ["wav49", "gsm", "wav"], 0), ("wav|wav|WAV|wav49", ["wav", "WAV"], 0),
    ("wav | gsm", ["wav"], 2), ("", ["wav"], 0), ("pcm|ulaw||x", ["pcm"], 1),
  ]

  @Test(arguments: formats)
  func `formats are reduced to known ones`(_ text: String, _ kept: [String], _ unknown: Int) {
    let reduced = RecordingFormats.reduced(Array(text.utf8))
    #expect(reduced.formats.map(\.description) == kept)
    #expect(reduced.unknown.count == unknown)
  }
}
