import Testing

@testable import VmscanAssessment

struct PunycodeTests {
  /// RFC 3492 section 7.1.
  static let vectors: [(label: String, encoded: String)] = [
    ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
    ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
    ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"),
    ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"),
    ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
    ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
    ("PorquénopuedensimplementehablarenEspañol", "PorqunopuedensimplementehablarenEspaol-fmd56a"),
    ("TạisaohọkhôngthểchỉnóitiếngViệt", "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"),
    ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"),
    ("安室奈美恵-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"),
    ("Hello-Another-Way-それぞれの場所", "Hello-Another-Way--fc4qua05auwb3674vfr0b"),
    ("ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"),
    ("MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e"),
    ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
    ("そのスピードで", "d9juau41awczczp"),
  ]

  @Test(arguments: vectors) func `matches the vectors of RFC 3492`(
    _ vector: (label: String, encoded: String)
  ) {
    let scalars = Array(vector.label.unicodeScalars)
    #expect(String(decoding: Punycode.encode(scalars), as: UTF8.self) == vector.encoded)
    #expect(Punycode.decode(vector.encoded.utf8) == scalars)
  }

  @Test(arguments: ["0", "99999999999", "zzzzzzzzzzzzzzzzzzzzz", "a-!", "é-abc", "-?"])
  func `refuses what is no Punycode`(_ text: String) {
    #expect(Punycode.decode(text.utf8) == nil)
  }

  @Test func `decoding what was encoded gives it back, for random labels`() {
    var generator = SeededRandom(state: 3492)
    for _ in 0..<2000 {
      let label = (0..<Int.random(in: 1...12, using: &generator)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0x21...0x2FFF, using: &generator))
      }
      #expect(Punycode.decode(Punycode.encode(label)) == label, "\(label)")
    }
  }

  @Test func `random bytes neither crash it nor decode to ASCII additions`() {
    var generator = SeededRandom(state: 20_260)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        UInt8.random(in: 0x2D...0x7A, using: &generator)
      }
      guard let decoded = Punycode.decode(bytes), !decoded.isEmpty else { continue }
      if Punycode.decode(Punycode.encode(decoded)) != decoded { Issue.record("\(bytes)") }
    }
  }
}
