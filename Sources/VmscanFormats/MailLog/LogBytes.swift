import Glibc

/// Searching and copying in the bytes of a log; every position is checked.
package enum LogBytes {
  /// Position of the first `byte` within `from..<to`, by `memchr`.
  @inline(__always)
  package static func index(
    of byte: UInt8, in bytes: Span<UInt8>, from: Int, to: Int
  ) -> Int? {
    precondition(from >= 0 && to <= bytes.count)
    guard from < to else { return nil }
    return bytes.withUnsafeBufferPointer { buffer -> Int? in
      // The range was checked above, so the search stays inside the buffer.
      guard let base = buffer.baseAddress,
        let found = memchr(base + from, Int32(byte), to - from)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Whether the ASCII literal stands at `at` and ends by `to`.
  @inline(__always)
  package static func has(
    _ literal: StaticString, in bytes: Span<UInt8>, at: Int, to: Int
  ) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard at >= 0, to <= bytes.count, at + length <= to else { return false }
    return literal.withUTF8Buffer { text in
      for offset in 0..<length where bytes[at + offset] != text[offset] { return false }
      return true
    }
  }

  /// Position of the first occurrence of the ASCII literal within `from..<to`.
  package static func find(
    _ literal: StaticString, in bytes: Span<UInt8>, from: Int, to: Int
  ) -> Int? {
    let first = literal.withUTF8Buffer { $0.first ?? 0 }
    var position = from
    while let found = index(of: first, in: bytes, from: position, to: to) {
      if has(literal, in: bytes, at: found, to: to) { return found }
      position = found + 1
    }
    return nil
  }

  /// A copy of the range.
  package static func copy(_ range: Range<Int>, of bytes: Span<UInt8>) -> [UInt8] {
    bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  /// A copy with ASCII letters in lower case.
  package static func lowercasedCopy(_ range: Range<Int>, of bytes: Span<UInt8>) -> [UInt8] {
    let part = bytes.extracting(range)
    return [UInt8](unsafeUninitializedCapacity: part.count) { buffer, count in
      for position in part.indices {
        let byte = part[position]
        let isUpper = byte >= 0x41 && byte <= 0x5A
        buffer.initializeElement(at: position, to: isUpper ? byte | 0x20 : byte)
      }
      count = part.count
    }
  }

  /// The number at `from`, at most 18 digits, and the position behind it; `nil` without a digit.
  package static func number(
    in bytes: Span<UInt8>, from: Int, to: Int
  ) -> (value: Int64, end: Int)? {
    var value: Int64 = 0
    var position = from
    while position < to, bytes[position] >= 0x30, bytes[position] <= 0x39 {
      guard position - from < 18 else { return nil }
      value = value * 10 + Int64(bytes[position] - 0x30)
      position += 1
    }
    return position == from ? nil : (value, position)
  }
}
