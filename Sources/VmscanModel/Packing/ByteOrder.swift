/// The order of byte strings, as `memcmp` and SQLite compare them.
enum ByteOrder {
  /// Negative when the left bytes come first, zero when both are equal.
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let shared = min(left.count, right.count)
    var at = 0
    while at < shared {
      let (one, other) = (left[at], right[at])
      if one != other { return Int(one) - Int(other) }
      at += 1
    }
    return left.count - right.count
  }
}
