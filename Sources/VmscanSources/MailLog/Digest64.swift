import VmscanFormats

/// FNV-1a, 64 bits: distinguishes texts, protects against nothing.
enum Digest64 {
  static func of(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3 }
    return hash
  }
}
