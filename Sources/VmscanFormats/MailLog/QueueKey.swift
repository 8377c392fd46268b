/// A mail server's queue id, packed, with the instance that gave it.
package struct QueueKey: Hashable, Sendable {
  /// The longest id any supported server gives is 23 bytes (Exim).
  package static let longest = 24

  let first: UInt64
  let second: UInt64
  let third: UInt64
  /// Number of the host and instance; different machines may give the same id.
  package var scope: UInt32 = 0

  /// `nil` for an empty or overlong id or one with a byte that is no letter, digit or `-`.
  @inline(__always)
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to > from, to - from <= Self.longest else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    for position in from..<to {
      let byte = bytes[position]
      let folded = byte | 0x20
      guard byte >= 0x30 && byte <= 0x39 || folded >= 0x61 && folded <= 0x7A || byte == 0x2D else {
        return nil
      }
      words.0 = words.0 << 8 | words.1 >> 56
      words.1 = words.1 << 8 | words.2 >> 56
      words.2 = words.2 << 8 | UInt64(byte)
    }
    (first, second, third) = words
  }

  /// A cheap hash of an id's last bytes, where ids differ most.
  @inline(__always)
  package static func filter(_ bytes: Span<UInt8>, from: Int, to: Int) -> Int {
    guard to - from >= 5, to <= bytes.count else { return 0 }
    // Digits and letters of hexadecimal and longer ids differ in their low five or six bits.
    var hash = UInt32(bytes[to - 1])
    hash = hash << 5 ^ UInt32(bytes[to - 2])
    hash = hash << 5 ^ UInt32(bytes[to - 3])
    hash = hash << 5 ^ UInt32(bytes[to - 4])
    hash = hash << 5 ^ UInt32(bytes[to - 5])
    return Int((hash &* 0x9E37_79B9) >> 17)
  }

  /// The words are mixed here, so that the hasher takes one of them, not four.
  package func hash(into hasher: inout Hasher) {
    let mixed = (third &* 0x9E37_79B9_7F4A_7C15) ^ (second &* 0xC2B2_AE3D_27D4_EB4F) ^ first
    hasher.combine(mixed ^ UInt64(scope) << 32)
  }
}
