/// What is known of a mail server's queue ids.
package enum QueueID {
  /// The longest id any supported server gives is 23 bytes (Exim).
  package static let longest = 24
  /// Values that a bucket may have.
  package static let buckets = 1 << 16

  /// A cheap hash of an id's last five bytes, where ids differ most; 0 for a shorter id.
  @inlinable
  @inline(__always)
  package static func bucket(_ bytes: Span<UInt8>, from: Int, to: Int) -> Int {
    guard from >= 0, to - from >= 5, to <= bytes.count else { return 0 }
    // Any four bytes are a number, and the place was checked.
    let four = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: to - 5, as: UInt32.self)
    let five = UInt64(UInt32(littleEndian: four)) << 8 | UInt64(bytes[to - 1])
    return Int(truncatingIfNeeded: (five &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }
}
