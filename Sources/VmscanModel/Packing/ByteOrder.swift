import Glibc

/// The order of byte strings, in which SQLite compares blobs.
package enum ByteOrder {
  /// Negative when the left bytes come first, zero when both are equal.
  package static func compare(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Int {
    if let start = left.baseAddress, let other = right.baseAddress {
      let order = memcmp(start, other, min(left.count, right.count))
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }
}
