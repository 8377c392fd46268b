import Testing
import VmscanModel
import VmscanReports

struct TerminalTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("Zoë 山田 e\u{301}", "Zoë 山田 e\u{301}"), ("\u{1B}[2J", #"\u{1B}[2J"#),
    ("a\u{202E}b", #"a\u{202E}b"#), ("\u{200B}", #"\u{200B}"#), ("\u{3164}", #"\u{3164}"#),
    ("a\nb\tc", #"a\u{A}b\u{9}c"#), ("\u{9B}", #"\u{9B}"#), (#"\x1B"#, #"\x1B"#),
    (#"\u{1B}"#, #"\u{5C}u{1B}"#), ("\u{7F}", #"\u{7F}"#), ("\u{E0041}", #"\u{E0041}"#),
  ])
  func `control, direction and invisible characters are spelled out`(raw: String, safe: String) {
    #expect(TerminalText.escape(raw) == safe)
  }

  @Test(arguments: Sample.attacks)
  func `escaping is reversible`(text: String) {
    #expect(Array(TerminalText.unescape(TerminalText.escape(text)).utf8) == Array(text.utf8))
    Invariants.expectInert(TerminalText.escape(text))
  }

  @Test func `every short text of dangerous pieces survives a round trip`() {
    let pieces = ["\\", "u", "{", "}", "1B", "\u{1B}", "\u{202E}", "5C", "\u{301}"]
    for one in pieces {
      for two in pieces {
        for three in pieces {
          for four in pieces {
            let text = one + two + three + four
            let back = TerminalText.unescape(TerminalText.escape(text))
            #expect(Array(back.utf8) == Array(text.utf8))
          }
        }
      }
    }
  }
}
