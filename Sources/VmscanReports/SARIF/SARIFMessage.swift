import VmscanModel

/// A result's message: the template, which names no figure or person, and its arguments.
///
/// Source: SARIF 2.1.0, 3.11.5 (placeholders) and 3.11.7 (message strings). Two runs of an unchanged
/// site have the same texts, so that tools that compare texts find nothing new.
struct SARIFMessage: Encodable {
  /// Of the rule's `messageStrings`.
  var id: String
  var text: String
  var arguments: [String]?

  init(_ sentence: Sentence) {
    id = Self.id(of: sentence.template)
    text = SARIFText(sentence.template).text
    let values = sentence.arguments.map {
      TerminalText.escape(Sentence($0).unmasked)
    }
    arguments = values.isEmpty ? nil : values
  }

  /// Made of the template alone: 64-bit FNV-1a in hexadecimal digits.
  static func id(of template: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in template.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
