import VmscanModel

/// Appends JSON to bytes.
struct PlanLineWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func put(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes += $0 }
  }

  /// A file as its description, of which nothing needs an escape.
  mutating func put(_ file: PlannedFile) {
    let identity = file.identity
    bytes.append(0x22)
    bytes.append(contentsOf: file.suffix.utf8)
    put(" ", identity.device)
    put(" ", identity.inode)
    put(" ", identity.size)
    put(" ", identity.modified)
    put(" ", identity.mode)
    put(" ", identity.owner)
    put(" ", identity.group)
    put(" ", identity.links)
    bytes.append(0x22)
  }

  private mutating func put(digits number: UInt64, isNegative: Bool) {
    if isNegative { bytes.append(0x2D) }
    // No number of 64 bits has more than 20 digits; they come last to first.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = 20
      var rest = number
      repeat {
        start -= 1
        digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  mutating func put(_ literal: StaticString, _ number: some FixedWidthInteger) {
    put(literal)
    put(digits: UInt64(number.magnitude), isNegative: number < 0)
  }

  /// A string with the escapes that JSON demands, and no other.
  mutating func put(_ literal: StaticString, text: String) {
    put(literal)
    bytes.append(0x22)
    defer { bytes.append(0x22) }
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
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
  }
}
