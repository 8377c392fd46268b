/// A mail server's queue id, packed, with the instance that gave it.
package struct QueueKey: Hashable, Sendable {
  /// The longest id any supported server gives is 23 bytes (Exim).
  package static let longest = 24
  /// Values that `bucket` may have.
  package static let buckets = 1 << 15

  let first: UInt64
  let second: UInt64
  let third: UInt64
  /// A cheap hash of the id.
  package let bucket: Int
  /// Number of the host and instance; different machines may give the same id.
  package var scope: UInt32 = 0

  /// `nil` for an empty or overlong id or one with a byte that is no letter, digit or `-`.
  @inline(__always)
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to > from, to - from <= Self.longest else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    let (middle, last) = (min(to, from + 8), min(to, from + 16))
    guard Self.pack(bytes, from, middle, into: &words.0),
      Self.pack(bytes, middle, last, into: &words.1),
      Self.pack(bytes, last, to, into: &words.2)
    else { return nil }
    (first, second, third) = words
    bucket = Self.bucket(bytes, from: from, to: to)
  }

  @inline(__always)
  private static func pack(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, into word: inout UInt64
  ) -> Bool {
    for position in from..<to {
      let byte = bytes[position]
      let folded = byte | 0x20
      guard byte >= 0x30 && byte <= 0x39 || folded >= 0x61 && folded <= 0x7A || byte == 0x2D else {
        return false
      }
      word = word << 8 | UInt64(byte)
    }
    return true
  }

  /// A cheap hash of an id's last bytes, where ids differ most.
  @inline(__always)
  package static func bucket(_ bytes: Span<UInt8>, from: Int, to: Int) -> Int {
    guard to - from >= 5, to <= bytes.count else { return 0 }
    // Digits and letters of hexadecimal and longer ids differ in their low five or six bits.
    var hash = UInt32(bytes[to - 1])
    hash = hash << 5 ^ UInt32(bytes[to - 2])
    hash = hash << 5 ^ UInt32(bytes[to - 3])
    hash = hash << 5 ^ UInt32(bytes[to - 4])
    hash = hash << 5 ^ UInt32(bytes[to - 5])
    return Int((hash &* 0x9E37_79B9) >> 17)
  }
}
