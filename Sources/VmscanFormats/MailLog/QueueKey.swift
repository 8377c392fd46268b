/// A mail server's queue id, packed, with the instance that gave it.
package struct QueueKey: Hashable, Sendable {
  /// The longest id any supported server gives is 23 bytes (Exim).
  package static let longest = 24
  /// Values that `bucket` may have.
  package static let buckets = 1 << 15

  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let length: UInt8
  /// A cheap hash of the id.
  package let bucket: Int
  /// Number of the host and instance; different machines may give the same id.
  package var scope: UInt32 = 0

  /// `nil` for an empty or overlong id.
  @inline(__always)
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to > from, to - from <= Self.longest else { return nil }
    first = Self.word(bytes, from, to)
    second = Self.word(bytes, from + 8, to)
    third = Self.word(bytes, from + 16, to)
    length = UInt8(to - from)
    bucket = Self.bucket(bytes, from: from, to: to)
  }

  /// Up to eight bytes as a number, the rest of it zero.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> UInt64 {
    guard from < to else { return 0 }
    guard from + 8 <= bytes.count else {
      var word: UInt64 = 0
      for position in (from..<min(to, from + 8)).reversed() {
        word = word << 8 | UInt64(bytes[position])
      }
      return word
    }
    // Any eight bytes are a number; the load itself is checked against the span's end.
    let eight = UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self))
    return to - from >= 8 ? eight : eight & (1 << UInt64((to - from) * 8) - 1)
  }

  /// Whether the id has nothing but letters, digits and `-`, as every real one.
  package var isPlausible: Bool {
    let words = [first, second, third]
    return (0..<Int(length)).allSatisfy { place in
      let byte = UInt8(truncatingIfNeeded: words[place / 8] >> UInt64(place % 8 * 8))
      let folded = byte | 0x20
      return byte >= 0x30 && byte <= 0x39 || folded >= 0x61 && folded <= 0x7A || byte == 0x2D
    }
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
