import VmscanModel

/// A mail domain in the form domains are compared in: ASCII, lower case, IDN labels as `xn--`.
struct DomainName: Sendable, Hashable {
  let ascii: [UInt8]

  /// Reads a domain as an address or a setting spells it; one trailing dot is dropped, as mail
  /// servers do.
  ///
  /// - Throws: the `AddressFault` that keeps it from being a domain.
  init(parsing bytes: some Collection<UInt8>) throws(AddressFault) {
    var text = Array(bytes)
    if text.count > 1, text.last == UInt8(ascii: ".") { text.removeLast() }
    ascii = try Self.isPlain(text) ? text.map(Self.lowercased) : Self.international(text)
    try checkLength()
    var start = ascii.startIndex
    for index in ascii.indices where ascii[index] == UInt8(ascii: ".") {
      try Self.check(ascii[start..<index])
      start = index + 1
    }
    try Self.check(ascii[start...])
    if ascii[start...].allSatisfy(Self.isDigit) { throw .numericDomain }
  }

  /// Reads a domain from settings: blanks around it, a leading `@` or `*.` are dropped; `nil` when
  /// it is none.
  init?(setting: String) {
    var text = ByteText(setting).stripped.bytes[...]
    if text.first == UInt8(ascii: "@") { text = text.dropFirst() }
    if text.starts(with: Array("*.".utf8)) { text = text.dropFirst(2) }
    try? self.init(parsing: text)
  }

  var text: String { String(decoding: ascii, as: UTF8.self) }

  var labelCount: Int { ascii.count { $0 == UInt8(ascii: ".") } + 1 }

  /// The name itself, then what is left as labels are taken from the front, down to the last one.
  var suffixes: Suffixes { Suffixes(of: ascii[...]) }

  struct Suffixes: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(of name: ArraySlice<UInt8>) { rest = name }

    mutating func next() -> ArraySlice<UInt8>? {
      guard !rest.isEmpty else { return nil }
      defer { rest = parent(of: rest) ?? [] }
      return rest
    }
  }

  /// The name without its first label; `nil` for a single label.
  static func parent(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    name.firstIndex(of: UInt8(ascii: ".")).map { name[($0 + 1)...] }
  }

  /// A label as code points, `xn--` decoded.
  static func unicode(_ label: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    if label.starts(with: prefix), let decoded = Punycode.decode(label.dropFirst(4)) {
      return decoded
    }
    return label.map { Unicode.Scalar($0) }
  }
}

extension DomainName {
  private static let prefix = Array("xn--".utf8)

  /// ASCII without a label that may be Punycode.
  private static func isPlain(_ text: [UInt8]) -> Bool {
    for index in text.indices {
      if text[index] >= 0x80 { return false }
      if text[index] == UInt8(ascii: "-"), index + 1 < text.count,
        text[index + 1] == UInt8(ascii: "-")
      {
        return false
      }
    }
    return true
  }

  private static func international(_ text: [UInt8]) throws(AddressFault) -> [UInt8] {
    guard let string = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
    let folded = string.unicodeScalars.map(InternationalLabel.foldWidth)
    var output: [UInt8] = []
    for label in folded.split(separator: ".", omittingEmptySubsequences: false) {
      if !output.isEmpty || label.startIndex != folded.startIndex {
        output.append(UInt8(ascii: "."))
      }
      output += try asciiLabel(Array(label))
    }
    return output
  }

  private static func asciiLabel(_ label: [Unicode.Scalar]) throws(AddressFault) -> [UInt8] {
    var scalars = InternationalLabel.lowercased(label)
    if scalars.allSatisfy(\.isASCII) {
      let ascii = scalars.map { UInt8($0.value) }
      guard ascii.starts(with: prefix) else { return ascii }
      guard let decoded = Punycode.decode(ascii.dropFirst(4)), !decoded.isEmpty else {
        throw .malformedIDN
      }
      scalars = InternationalLabel.lowercased(decoded)
      if scalars.allSatisfy(\.isASCII) { throw .malformedIDN }
    }
    guard scalars.count <= 63 else { throw .longLabel }
    guard !scalars.contains(where: InternationalLabel.isInvisible) else { throw .invisible }
    return prefix + Punycode.encode(scalars)
  }

  private func checkLength() throws(AddressFault) {
    if ascii.isEmpty { throw .noDomain }
    if ascii.count > 253 { throw .longDomain }
  }

  private static func check(_ label: ArraySlice<UInt8>) throws(AddressFault) {
    if label.isEmpty { throw .emptyLabel }
    if label.count > 63 { throw .longLabel }
    guard label.allSatisfy(isAllowed) else { throw .domainCharacter }
    if label.first == UInt8(ascii: "-") || label.last == UInt8(ascii: "-") { throw .hyphen }
  }

  /// Letters, digits and hyphen (RFC 1123), and the underscore that mail servers let pass.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
