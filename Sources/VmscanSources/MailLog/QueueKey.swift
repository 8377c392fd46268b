import VmscanFormats

/// A mail server's queue id, packed, with the instance that gave it.
struct QueueKey: Equatable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let length: UInt8
  /// A cheap hash of the id.
  let bucket: Int
  /// Number of the host and instance; different machines may give the same id.
  var scope: UInt32 = 0

  /// `nil` for an empty or overlong id.
  @inline(__always)
  init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to > from, to - from <= QueueID.longest else { return nil }
    first = Self.word(bytes, from, to)
    second = Self.word(bytes, from + 8, to)
    third = Self.word(bytes, from + 16, to)
    length = UInt8(to - from)
    bucket = QueueID.bucket(bytes, from: from, to: to)
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
    let eight = LogBytes.word(in: bytes, at: from)
    return to - from >= 8 ? eight : eight & (1 << UInt64((to - from) * 8) - 1)
  }

  /// Whether the id has nothing but letters, digits, `-`, `_` and `.`, as every real one.
  static func isPlausible(_ bytes: Span<UInt8>, _ id: Range<Int>) -> Bool {
    // Without a branch for each byte: whether one is a digit or a letter cannot be foretold.
    var isPlausible = true
    for position in id {
      let byte = bytes[position]
      let isOne =
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x2D < 2 || byte == 0x5F
      isPlausible = isOne ? isPlausible : false
    }
    return isPlausible
  }
}
