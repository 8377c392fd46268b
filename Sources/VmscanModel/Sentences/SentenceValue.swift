/// The part of JSON that stored arguments are made of.
indirect enum SentenceValue {
  case text(String)
  case number(Int64)
  case array([SentenceValue])

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Int64? { if case .number(let number) = self { number } else { nil } }

  init?(parsing json: String) {
    var rest = Array(json.utf8)[...]
    guard let value = Self.value(&rest, depth: 0), rest.isEmpty else { return nil }
    self = value
  }

  private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
    rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  private static func value(_ rest: inout ArraySlice<UInt8>, depth: Int) -> SentenceValue? {
    skipBlanks(&rest)
    defer { skipBlanks(&rest) }
    switch rest.first {
    case UInt8(ascii: "[")?: return depth < 16 ? array(&rest, depth: depth) : nil
    case UInt8(ascii: "\"")?: return string(&rest).map { .text($0) }
    default:
      let digits = rest.prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: "-") }
      rest = rest[digits.endIndex...]
      return Int64(String(decoding: digits, as: UTF8.self)).map { .number($0) }
    }
  }

  private static func array(_ rest: inout ArraySlice<UInt8>, depth: Int) -> SentenceValue? {
    rest.removeFirst()
    skipBlanks(&rest)
    var values: [SentenceValue] = []
    guard rest.first != UInt8(ascii: "]") else {
      rest.removeFirst()
      return .array(values)
    }
    while let next = value(&rest, depth: depth + 1) {
      values.append(next)
      guard let byte = rest.popFirst() else { return nil }
      if byte == UInt8(ascii: "]") { return .array(values) }
      guard byte == UInt8(ascii: ",") else { return nil }
    }
    return nil
  }

  private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(validating: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "u"):
        guard let scalar = unicode(&rest) else { return nil }
        bytes.append(contentsOf: String(Character(scalar)).utf8)
      default: bytes.append(escape)
      }
    }
    return nil
  }

  private static func unicode(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    let digits = String(decoding: rest.prefix(4), as: UTF8.self)
    rest = rest.dropFirst(4)
    return UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
  }
}
