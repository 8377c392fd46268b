import VmscanFormats

/// FNV-1a, 64 bits: tells texts apart, protects against nothing.
enum Digest64 {
  /// For Message-IDs: number, random number and mailbox stand in the first bytes.
  static func ofStart(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
    of(range.lowerBound..<min(range.upperBound, range.lowerBound + 36), bytes)
  }

  static func of(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3 }
    return hash
  }
}
