/// Text that may stand in an HTML page as it is.
///
/// Made only by escaping a value or from a constant of the program, so that nothing from a spool
/// or a configuration can become markup. Escaping goes by Unicode scalar, because a quote followed
/// by a combining mark is one `Character` that a look-up by character would miss.
struct SafeHTML: Sendable, Hashable {
  private(set) var text: String

  init(escaping value: String) {
    let value = TerminalText.escape(value)
    guard value.utf8.contains(where: Self.isSpecial) else {
      text = value
      return
    }
    var output: [UInt8] = []
    output.reserveCapacity(value.utf8.count + 32)
    for byte in value.utf8 {
      switch byte {
      case 0x26: output += "&amp;".utf8
      case 0x3C: output += "&lt;".utf8
      case 0x3E: output += "&gt;".utf8
      case 0x22: output += "&quot;".utf8
      case 0x27: output += "&#39;".utf8
      default: output.append(byte)
      }
    }
    text = String(decoding: output, as: UTF8.self)
  }

  /// Markup of the program itself.
  init(constant: StaticString) { text = "\(constant)" }

  /// The same with every `word` (letters and hyphens) kept on one line.
  func keepingTogether(_ word: StaticString) -> SafeHTML {
    var copy = self
    copy.text = text.replacing("\(word)", with: "<span class=\"together\">\(word)</span>")
    return copy
  }

  static func + (left: SafeHTML, right: SafeHTML) -> SafeHTML {
    var sum = left
    sum.text += right.text
    return sum
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x27
  }
}
