import VmscanModel

// A sentence in a packed value is one string: U+0001, the template, U+0000, the stored arguments.
// A string without the mark is finished prose of an earlier release, of which nobody can tell whom
// it names, so it is hidden text.

extension Packer {
  mutating func put(_ sentence: Sentence) { put(sentence.packedText) }

  mutating func put(template: String, arguments: String) {
    put("\u{1}\(template)\u{0}\(arguments)")
  }
}

extension Unpacker {
  mutating func sentence() throws -> Sentence {
    let text = try string()
    return Sentence(packedText: text) ?? Sentence(text: text)
  }
}

extension Sentence {
  var packedText: String { "\u{1}\(template)\u{0}\(storedArguments)" }

  /// `nil` for text that is no packed sentence.
  init?(packedText text: String) {
    guard text.utf8.first == 1, let end = text.utf8.firstIndex(of: 0) else { return nil }
    self.init(
      template: String(text[..<end].dropFirst()),
      storedArguments: String(text[text.utf8.index(after: end)...]))
  }
}
