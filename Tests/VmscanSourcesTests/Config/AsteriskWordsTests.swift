import Testing
import VmscanFormats
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
    ("slin|raw|sln|gsm", ["slin", "gsm"], 0), ("spx|spx16|spx32|x", ["spx", "spx16", "spx32"], 1),
    (
      "siren7|siren14|g726-16|g726-24|g726-32|g726-40|sln192|sln16|sln24|sln32|sln44|sln48|sln96",
      [
        "siren7", "siren14", "g726-16", "g726-24", "g726-32", "g726-40", "sln192", "sln16", "sln24",
        "sln32", "sln44", "s",
      ], 0
    ),
  ]

  static let decimals: [(text: String, isNumber: Bool)] = [
    ("", false), ("loud", false), (" ", false), ("-", false), (".", false), ("3", true),
    (" 2.5", true), ("-1.5x", true), (".5", true), ("1,5", true), ("0", true), ("inf", true),
  ]

  @Test(arguments: decimals)
  func `a gain is what scanf takes for a number`(_ text: String, _ isNumber: Bool) {
    #expect(AsteriskWords.isDecimal(Array(text.utf8)) == isNumber)
  }

  @Test(arguments: formats)
  func `formats are reduced to known ones`(_ text: String, _ kept: [String], _ unknown: Int) {
    let reduced = RecordingFormats.reduced(Array(text.utf8))
    #expect(reduced.formats.map(\.description) == kept)
    #expect(reduced.unknown.count == unknown)
  }
}
