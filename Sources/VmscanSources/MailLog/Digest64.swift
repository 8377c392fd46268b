import VmscanFormats

/// FNV-1a, 64 bits: tells texts apart, protects against nothing.
enum Digest64 {
  /// For Message-IDs: number, random number and mailbox stand in the first bytes.
  ///
  /// Reads words of eight bytes, and mixes differently: for tables in memory, never to be stored.
  static func ofStart(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
    let part = bytes.bytes.extracting(
      range.lowerBound..<min(range.upperBound, range.lowerBound + 36))
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var position = 0
    while position + 8 <= part.byteCount {
      // Any eight bytes are a number; the load is checked against the part's end.
      hash = mixed(hash ^ part.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    while position < part.byteCount {
      hash = mixed(hash ^ UInt64(part.unsafeLoad(fromByteOffset: position, as: UInt8.self)))
      position += 1
    }
    return hash
  }

  private static func mixed(_ hash: UInt64) -> UInt64 {
    let product = hash &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  static func of(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3 }
    return hash
  }
}
