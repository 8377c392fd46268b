import Testing
import VmscanTestSupport

@testable import VmscanFormats

struct PlainEnvelopeTests {
  private static let plain = EnvelopeText(origtime: 1_795_388_213).text

  private static func isPlain(_ text: String) -> Bool {
    PlainEnvelope.parse(Array(text.utf8).span) != nil
  }

  @Test func `what Asterisk writes is plain`() {
    #expect(Self.isPlain(Self.plain))
    #expect(Self.isPlain(Self.plain.replacing("callerid=", with: "callerid==\\\" \u{E9}>x")))
    #expect(Self.isPlain(Self.plain.replacing("flag=", with: "macrocontext=a\nflag=Urgent")))
  }

  @Test(arguments: [
    ("priority=1", "priority=1 ; note"), ("priority=1", "priority=1\0"), ("flag=", "flag= x"),
    ("flag=", "flag=x "), ("flag=", "flag=>x"), ("flag=", "flag =x"), ("flag=", "flag+=x"),
    ("flag=", "flag=a\nflag=b"), ("flag=", "#include x"), ("flag=", "[other]"), ("flag=", ""),
    ("flag=", "\\flag=x"), ("flag=", "FLAG=x"), ("\n", "\r\n"), ("duration=7", "duration=x"),
    ("duration=7", "duration="), ("duration=7\n", ""), ("duration=7\n", "duration=7"),
    ("msg_id", "msgid"), ("[message]", "[message](!)"), (";\n;", "; x\n;"), ("origtime=", "x="),
  ]) func `anything else is left to the grammar`(old: String, new: String) {
    #expect(!Self.isPlain(Self.plain.replacing(old, with: new)))
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func `the grammar reads a plain file the same`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("=;>+[]#\\ \t\r\n\0aé19_MsgIdx".utf8)
    var accepted = 0
    for round in 0..<20_000 {
      var bytes = Array(Self.plain.utf8)
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        default: bytes.remove(at: place)
        }
      }
      guard let plain = PlainEnvelope.parse(bytes.span) else { continue }
      accepted += 1
      var parser = EnvelopeParser(lastValueWins: round.isMultiple(of: 2))
      let whole = parser.parseByGrammar(bytes.span)
      if plain != whole {
        Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
    #expect(accepted > 5000)
  }
}
