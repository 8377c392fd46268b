import Testing
import VmscanFormats
import VmscanModel
import VmscanTestSupport

@testable import VmscanActions

struct OptionEditTests {
  static func edited(
    _ value: String, _ wishes: [ConfigOptionChange.Option: ConfigOptionWish],
    keepsCommas: Bool = true
  ) -> String {
    var bytes = Array(value.utf8)
    let edit = OptionEdit(bytes, keepsCommas: keepsCommas)
    for piece in edit.pieces(wishes).reversed() {
      bytes.replaceSubrange(piece.range, with: piece.replacement)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("1", "1,,,,delete=yes"), ("", ",,,,delete=yes"), ("1,N", "1,N,,,delete=yes"),
    ("1,N,a@x", "1,N,a@x,,delete=yes"), ("1,N,a@x,p@x", "1,N,a@x,p@x,delete=yes"),
    ("1,N,a@x,,", "1,N,a@x,,delete=yes"),
    ("1,N,a@x,,tz=x", "1,N,a@x,,tz=x|delete=yes"),
    ("1,N,a@x,,tz=x|", "1,N,a@x,,tz=x|delete=yes"),
    ("1,N,a@x,,delete=no|tz=x", "1,N,a@x,,delete=yes|tz=x"),
    ("1,N,a@x,,delete=yes|delete=no", "1,N,a@x,,delete=yes|delete=yes"),
    ("1,N,a@x,,DeleteVoicemail=", "1,N,a@x,,DeleteVoicemail=yes"),
    ("1,N,a@x,, delete=no", "1,N,a@x,, delete=no|delete=yes"),
    ("1,N,a@x,,delete", "1,N,a@x,,delete|delete=yes"),
    ("1,N,a@x,,attach=yes,delete=no", "1,N,a@x,,attach=yes,delete=no|delete=yes"),
  ])
  func `delete=yes takes the smallest change`(before: String, after: String) {
    #expect(Self.edited(before, [.delete: .set("yes")]) == after)
  }

  @Test(arguments: [
    ("1,N,a@x,,delete=yes", "1,N,a@x,,"), ("1,N,a@x,,tz=x|delete=yes", "1,N,a@x,,tz=x"),
    ("1,N,a@x,,delete=yes|tz=x", "1,N,a@x,,tz=x"),
    ("1,N,a@x,,attach=yes |delete=yes", "1,N,a@x,,attach=yes |delete=no"),
    ("1,N,a@x,,delete=on|deletevoicemail=1", "1,N,a@x,,delete=on|deletevoicemail=no"),
    ("1,N,a@x", "1,N,a@x"),
  ])
  func `removing a token changes the meaning of no other`(before: String, after: String) {
    #expect(Self.edited(before, [.delete: .remove]) == after)
  }

  @Test(arguments: [
    ("attach=yes|delete=yes", ""), ("delete=yes|attach=yes", ""),
    ("attach=yes|delete=yes|tz=x", "tz=x"), ("attach=yes|tz=x|delete=yes", "tz=x"),
    ("tz=x|attach=yes|delete=yes", "tz=x"), ("attach=yes|delete=yes|", ""),
    ("tz=x |attach=yes|delete=yes", "tz=x |attach=no|delete=no"),
    ("attach=yes|attach=yes|delete=yes", "attach=yes|attach=no"),
  ])
  func `two removals share no bar`(before: String, after: String) {
    let wishes: [ConfigOptionChange.Option: ConfigOptionWish] = [
      .attach: .remove, .delete: .remove,
    ]
    #expect(Self.edited("1,N,a@x,," + before, wishes) == "1,N,a@x,," + after)
  }

  @Test
  func `pieces never touch, whatever is wished`() {
    var random = SeededGenerator(seed: 7)
    let tokens = ["attach=yes", "attach=", "delete=yes", "delete=", "tz=x", "", "x ", "a,b"]
    let wishes: [ConfigOptionWish?] = [nil, .remove, .set("yes"), .set(""), .set("a;b")]
    for _ in 0..<4000 {
      let field = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        tokens.randomElement(using: &random) ?? ""
      }
      let value = Array(("1,N,a@x,," + field.joined(separator: "|")).utf8)
      var wished: [ConfigOptionChange.Option: ConfigOptionWish] = [:]
      for option in ConfigOptionChange.Option.allCases {
        wished[option] = wishes.randomElement(using: &random) ?? nil
      }
      let pieces = OptionEdit(value, keepsCommas: .random(using: &random)).pieces(wished)
      for (one, next) in zip(pieces, pieces.dropFirst()) {
        #expect(one.range.upperBound < next.range.lowerBound, "\(field) \(wished)")
      }
      #expect(pieces.allSatisfy { $0.range.upperBound <= value.count })
    }
  }

  @Test
  func `attach and delete go into one place`() {
    let wishes: [ConfigOptionChange.Option: ConfigOptionWish] = [
      .attach: .set("yes"), .delete: .set("yes"),
    ]
    #expect(Self.edited("1,N,a@x", wishes) == "1,N,a@x,,attach=yes|delete=yes")
    #expect(
      Self.edited("1,N,a@x,,attach=no|tz=x", wishes) == "1,N,a@x,,attach=yes|tz=x|delete=yes")
  }

  @Test
  func `old releases end the options at a comma, so the token goes before it`() {
    #expect(
      Self.edited("1,N,a@x,,tz=x,lost", [.delete: .set("yes")], keepsCommas: false)
        == "1,N,a@x,,tz=x|delete=yes,lost")
  }

  @Test
  func `every value of seven small pieces reads as wished afterwards`() {
    let pieces = ["delete=yes", "delete=no", "attach=no", "|", " ", ",", "x"]
    for length in 0...4 {
      for number in 0..<Int(pow7(length)) {
        var rest = number
        var field = ""
        for _ in 0..<length {
          field += pieces[rest % 7]
          rest /= 7
        }
        while field.hasSuffix(" ") { field.removeLast() }
        for wish in [ConfigOptionWish.set("yes"), .remove] {
          let result = Self.edited("1,N,a@x,," + field, [.delete: wish])
          let now = OptionEdit(Array(result.utf8), keepsCommas: true)
          let isOn = now.current(.delete).map { AsteriskWords.isTrue($0.bytes) } ?? false
          #expect(isOn == (wish != .remove), "\(field) -> \(result)")
          let old = OptionEdit(Array(("1,N,a@x,," + field).utf8), keepsCommas: true)
          #expect(now.current(.attach) == old.current(.attach), "\(field) -> \(result)")
        }
      }
    }
  }

  private func pow7(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 7 } }
}
