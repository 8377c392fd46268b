/// Reads JSON that was written in one exact way; anything else is `nil`.
struct PlanLineReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  var isAtEnd: Bool { at == bytes.endIndex }

  mutating func skip(_ literal: StaticString) -> Bool {
    let isThere = literal.withUTF8Buffer { bytes[at...].starts(with: $0) }
    if isThere { at += literal.utf8CodeUnitCount }
    return isThere
  }

  mutating func number<Number: FixedWidthInteger>(after literal: StaticString) -> Number? {
    guard skip(literal) else { return nil }
    let digits = bytes[at...].prefix { $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) }
    guard let number = Number(String(decoding: digits, as: UTF8.self)) else { return nil }
    at = digits.endIndex
    return number
  }

  /// A string whose only escapes are those of quotes and backslashes.
  mutating func text(after literal: StaticString) -> String? {
    guard skip(literal), at < bytes.endIndex, bytes[at] == 0x22 else { return nil }
    at += 1
    let start = at
    while at < bytes.endIndex, bytes[at] != 0x22, bytes[at] != 0x5C { at += 1 }
    guard at < bytes.endIndex else { return nil }
    if bytes[at] == 0x22 {
      defer { at += 1 }
      return String(validating: bytes[start..<at], as: UTF8.self)
    }
    return escaped(from: start)
  }

  private mutating func escaped(from start: Int) -> String? {
    var output = Array(bytes[start..<at])
    while at < bytes.endIndex {
      let byte = bytes[at]
      at += 1
      if byte == 0x22 { return String(validating: output, as: UTF8.self) }
      guard byte == 0x5C else {
        output.append(byte)
        continue
      }
      guard at < bytes.endIndex, bytes[at] == 0x22 || bytes[at] == 0x5C else { return nil }
      output.append(bytes[at])
      at += 1
    }
    return nil
  }
}
