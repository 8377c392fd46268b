package import VmscanModel

/// Text made safe to print: nothing in it can move a cursor, turn the writing direction or hide.
///
/// Control, format, bidirectional, invisible, private and unassigned characters become `\u{HEX}`.
/// A backslash before `u{` becomes `\u{5C}`, so every `\u{` in the result is an escape and
/// `unescape` gives the original back. The result is on one line.
package enum TerminalText {
  package static func escape(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }) { return text }
    var output = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.first {
      if needsEscape(scalar) || (scalar == "\\" && scalars.dropFirst().starts(with: Self.opening)) {
        output.append(contentsOf: escaped(scalar).unicodeScalars)
      } else {
        output.append(scalar)
      }
      scalars = scalars.dropFirst()
    }
    return String(output)
  }

  /// The printable form of text from a spool, a configuration or a log.
  package static func escape(_ text: ByteText) -> String { escape(text.description) }

  /// Reverses `escape`.
  package static func unescape(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.first {
      if scalar == "\\", scalars.dropFirst().starts(with: opening),
        let end = scalars.firstIndex(of: "}"),
        let value = UInt32(String(scalars[..<end].dropFirst(3)), radix: 16),
        let original = Unicode.Scalar(value)
      {
        output.append(original)
        scalars = scalars[scalars.index(after: end)...]
      } else {
        output.append(scalar)
        scalars = scalars.dropFirst()
      }
    }
    return String(output)
  }

  private static let opening: [Unicode.Scalar] = ["u", "{"]

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }

  /// Whether a character could forge, hide or reorder output.
  static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
