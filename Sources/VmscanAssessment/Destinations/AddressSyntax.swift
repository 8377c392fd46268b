import VmscanModel

/// An address taken apart (RFC 5321, with UTF-8 allowed as in RFC 6531).
struct AddressSyntax: Sendable, Hashable {
  enum Place: Sendable, Hashable {
    /// No `@` at all.
    case none
    case domain(DomainName)
    /// The bytes between `[` and `]`.
    case literal([UInt8])
  }

  let localPart: [UInt8]
  let place: Place

  /// Reads one address, blanks at both ends already gone.
  ///
  /// - Throws: the `AddressFault` that a mail server would trip over.
  init(parsing bytes: [UInt8]) throws(AddressFault) {
    try Self.checkWhole(bytes)
    let at = try Self.separator(in: bytes)
    localPart = Array(bytes[..<(at ?? bytes.endIndex)])
    if at != nil || localPart.first == UInt8(ascii: "\"") { try Self.checkLocal(localPart) }
    guard let at else {
      try Self.checkLocal(localPart)
      place = .none
      return
    }
    let domain = bytes[(at + 1)...]
    if domain.first == UInt8(ascii: "[") {
      place = .literal(try Self.literal(domain))
    } else {
      place = .domain(try DomainName(parsing: domain))
    }
  }

  private static func checkWhole(_ bytes: [UInt8]) throws(AddressFault) {
    if bytes.isEmpty { throw .empty }
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw .control }
    if bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil {
      throw .notUTF8
    }
    if bytes.count > 254 { throw .long }
  }

  /// The `@` outside quotes; everything that several addresses or a display name leave is refused.
  private static func separator(in bytes: [UInt8]) throws(AddressFault) -> Int? {
    var ats: [Int] = []
    var hasBlank = false
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in bytes.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted {
        if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { throw .angleBrackets }
        if byte == UInt8(ascii: " ") { hasBlank = true }
        if byte == UInt8(ascii: "@") { ats.append(index) }
      }
    }
    if isQuoted { throw .unbalancedQuote }
    if ats.count > 1 { throw .twoAts }
    if hasBlank { throw .blank }
    return ats.first
  }

  private static func checkLocal(_ local: [UInt8]) throws(AddressFault) {
    if local.isEmpty { throw .noLocalPart }
    if local.count > 64 { throw .longLocalPart }
    if isQuotedString(local) { return }
    guard local.allSatisfy(isAtomText) else { throw .localCharacter }
    let dot = UInt8(ascii: ".")
    if local.first == dot || local.last == dot
      || zip(local, local.dropFirst()).contains(
        where: { $0 == dot && $1 == dot })
    {
      throw .localDots
    }
  }

  /// One quoted string and nothing beside it.
  private static func isQuotedString(_ local: [UInt8]) -> Bool {
    guard local.count >= 3, local.first == UInt8(ascii: "\"") else { return false }
    var index = 1
    while index < local.count {
      if local[index] == UInt8(ascii: "\"") { return index == local.count - 1 }
      index += local[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return false
  }

  /// `atext` of RFC 5322, the dot, and UTF-8.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x7F: false
    case UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"):
      false
    default: true
    }
  }

  private static func literal(_ text: ArraySlice<UInt8>) throws(AddressFault) -> [UInt8] {
    guard text.count > 2, text.last == UInt8(ascii: "]") else { throw .malformedLiteral }
    let inside = Array(text.dropFirst().dropLast())
    guard IPLiteral.isAddress(inside) else { throw .malformedLiteral }
    return inside
  }
}
