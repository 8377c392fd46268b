/// Text as the bytes found in a spool, a configuration or a log, which need not be UTF-8.
///
/// Asterisk never decodes text, so names and addresses are compared and stored as bytes.
/// `description` is the reversible form used in every output and in JSON: valid UTF-8 as it is,
/// other bytes and control characters as `\xNN`, a backslash as `\\`.
///
/// Its initialisers take concrete types, or can be specialised by the caller: an unspecialised
/// generic looks up conformances at run time, which is slow, and was seen to fail when several
/// threads were the first to do so.
package struct ByteText: Hashable, Sendable {
  @usableFromInline package var bytes: [UInt8]

  /// Of any other sequence; specialised where it is called.
  @inlinable
  package init(bytes: some Sequence<UInt8>) { self.init(bytes: Array(bytes)) }

  /// Shares the array.
  @usableFromInline
  package init(bytes: [UInt8]) { self.bytes = bytes }

  package init(bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  package init(bytes: Span<UInt8>) {
    self.bytes = bytes.withUnsafeBufferPointer { Array($0) }
  }

  package init(_ string: String) { bytes = Array(string.utf8) }

  /// Of a substring; specialised where it is called.
  @inlinable
  package init(_ string: some StringProtocol) { self.init(bytes: Array(string.utf8)) }

  @inlinable package var isEmpty: Bool { bytes.isEmpty }

  @inlinable package var count: Int { bytes.count }

  /// ASCII letters folded to lower case, as `strcasecmp` compares; other bytes untouched.
  package var lowercased: ByteText {
    guard bytes.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
    return ByteText(bytes: bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
  }

  /// The text without blanks (bytes 1...32) at both ends, as `ast_strip` leaves it.
  package var stripped: ByteText {
    guard let first = bytes.firstIndex(where: { $0 > 32 || $0 == 0 }),
      let last = bytes.lastIndex(where: { $0 > 32 || $0 == 0 })
    else { return ByteText(bytes: []) }
    guard first > 0 || last < bytes.count - 1 else { return self }
    return ByteText(bytes: bytes[first...last])
  }

  /// The bytes as a string when they are valid UTF-8, otherwise `nil`.
  package var utf8String: String? { String(validating: bytes, as: UTF8.self) }
}

// Written out: what the compiler makes goes through arrays byte by byte.
extension ByteText {
  package static func == (left: ByteText, right: ByteText) -> Bool {
    left.bytes.withUnsafeBytes { left in
      right.bytes.withUnsafeBytes {
        // Texts that share their memory need no look at it.
        left.count == $0.count
          && (left.baseAddress == $0.baseAddress || ByteOrder.compare(left, $0) == 0)
      }
    }
  }

  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(bytes.count)
  }
}

extension ByteText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension ByteText: Comparable {
  package static func < (left: ByteText, right: ByteText) -> Bool {
    left.bytes.withUnsafeBytes { left in
      right.bytes.withUnsafeBytes { ByteOrder.compare(left, $0) < 0 }
    }
  }
}

extension ByteText: CustomStringConvertible {
  package var description: String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    if let text = utf8String, !text.unicodeScalars.contains(where: Self.needsEscape) { return text }
    return escaped
  }

  private var escaped: String {
    var output = ""
    var rest = bytes[...]
    while let first = rest.first {
      let plain = rest.prefix { $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }
      guard plain.isEmpty else {
        output += String(decoding: plain, as: UTF8.self)
        rest = rest[plain.endIndex...]
        continue
      }
      let length = Self.scalarLength(first)
      if let text = String(validating: rest.prefix(length), as: UTF8.self),
        let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1,
        !Self.needsEscape(scalar)
      {
        output += text
        rest = rest.dropFirst(length)
      } else if first == UInt8(ascii: "\\") {
        output += "\\\\"
        rest = rest.dropFirst()
      } else {
        let hex = String(first, radix: 16, uppercase: true)
        output += "\\x" + (hex.count == 1 ? "0" + hex : hex)
        rest = rest.dropFirst()
      }
    }
    return output
  }

  private static func scalarLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// Control, bidirectional and invisible characters would let a name forge output.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\\" { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    default: return false
    }
  }
}

extension ByteText: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    self.init(unescaping: text)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Reverses `description`.
  package init(unescaping text: String) {
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: [0x5C, 0x5C]) {
        output.append(0x5C)
        rest = rest.dropFirst(2)
      } else if rest.starts(with: [0x5C, 0x78]),
        let digits = String(validating: rest.dropFirst(2).prefix(2), as: UTF8.self),
        digits.utf8.count == 2, let value = UInt8(digits, radix: 16)
      {
        output.append(value)
        rest = rest.dropFirst(4)
      } else {
        output.append(byte)
        rest = rest.dropFirst()
      }
    }
    self.init(bytes: output)
  }
}
