/// Appends JSON to bytes.
struct PlanLineWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes += $0 }
  }

  mutating func put(_ literal: StaticString, _ number: some BinaryInteger) {
    put(literal)
    bytes += Array(String(number).utf8)
  }

  /// A string with the escapes that JSON demands, and no other.
  mutating func put(_ literal: StaticString, text: String) {
    put(literal)
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x08: bytes += Array("\\b".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0C: bytes += Array("\\f".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array((digits.count == 1 ? "\\u000" + digits : "\\u00" + digits).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
