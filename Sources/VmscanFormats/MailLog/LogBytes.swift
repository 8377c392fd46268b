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

  /// The same by words of eight bytes: cheaper when the byte is near.
  @inline(__always)
  package static func nearIndex(
    of byte: UInt8, in bytes: Span<UInt8>, from: Int, to: Int
  ) -> Int? {
    // Every word that begins before `to` then lies within the bytes, and needs no check of its own.
    guard from >= 0, to &+ 7 <= bytes.count else {
      return index(of: byte, in: bytes, from: from, to: to)
    }
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var position = from
    while position < to {
      let word = bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: position, as: UInt64.self)
      // The lowest byte that is zero here is exact; those above it need not be.
      let difference = UInt64(littleEndian: word) ^ pattern
      let zero = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if zero != 0 {
        let found = position &+ zero.trailingZeroBitCount / 8
        return found < to ? found : nil
      }
      position &+= 8
    }
    return nil
  }

  /// The same, outside double quotes; a backslash within them keeps the next byte from its meaning.
  package static func unquotedIndex(
    of byte: UInt8, in bytes: Span<UInt8>, from: Int, to: Int
  ) -> Int? {
    var isQuoted = false
    var position = from
    while position < to {
      switch bytes[position] {
      case 0x5C where isQuoted: position += 1
      case 0x22: isQuoted.toggle()
      case byte where !isQuoted: return position
      default: break
      }
      position += 1
    }
    return nil
  }

  /// Eight bytes as a number, the first one lowest; any eight are one, and the span is checked.
  @inlinable
  @inline(__always)
  package static func word(in bytes: Span<UInt8>, at: Int) -> UInt64 {
    UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
  }

  /// Which of the eight bytes of a word are ASCII letters, a bit for each, the first one lowest.
  @inline(__always)
  package static func letters(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // The seven low bits in lower case; no sum of them runs over into the next byte.
    let low = (word | (0x20 &* ones)) & (0x7F &* ones)
    let isLetter = (low &+ (0x80 - 0x61) &* ones) & ~(low &+ (0x80 - 0x7B) &* ones) & ~word
    // Gathers the highest bit of each byte.
    return ((isLetter >> 7 & ones) &* 0x0102_0408_1020_4080) >> 56
  }

  /// Whether the bytes of `range` stand at `at`, too, and end by `to`.
  @inline(__always)
  package static func repeats(
    _ range: Range<Int>, in bytes: Span<UInt8>, at: Int, to: Int
  ) -> Bool {
    let count = range.count
    guard at >= 0, to <= bytes.count, at &+ count <= to, range.lowerBound >= 0,
      range.upperBound <= bytes.count
    else { return false }
    if count >= 8, count <= 16 {
      // Two words that overlap: cheaper than a call. Both places were checked above.
      let raw = bytes.bytes
      func word(_ place: Int) -> UInt64 {
        raw.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
      }
      return word(range.lowerBound) == word(at)
        && word(range.upperBound &- 8) == word(at &+ count &- 8)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      // Both places were checked above.
      guard let base = buffer.baseAddress else { return range.isEmpty }
      return memcmp(base + range.lowerBound, base + at, range.count) == 0
    }
  }

  /// Whether `range` holds just this text.
  package static func isEqual(_ range: Range<Int>, _ text: [UInt8], in bytes: Span<UInt8>) -> Bool {
    let count = text.count
    guard count == range.count else { return false }
    return bytes.extracting(range).withUnsafeBytes { part in
      // Both are as long as the range; an empty one may have no address.
      text.withUnsafeBytes { other in
        if count >= 8, count <= 16 {
          // Two words that overlap, as a host's or program's name mostly is: cheaper than a call.
          func isSame(_ place: Int) -> Bool {
            part.loadUnaligned(fromByteOffset: place, as: UInt64.self)
              == other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          }
          return isSame(0) && isSame(count - 8)
        }
        guard let left = part.baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, count) == 0
      }
    }
  }

  /// Whether the ASCII literal stands at `at` and ends by `to`.
  @inline(__always)
  package static func has(
    _ literal: StaticString, in bytes: Span<UInt8>, at: Int, to: Int
  ) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard at >= 0, to <= bytes.count, at + length <= to else { return false }
    return bytes.withUnsafeBufferPointer { buffer in
      // The place was checked above, and the literal ends with a zero byte behind its length.
      guard let base = buffer.baseAddress else { return length == 0 }
      return memcmp(base + at, literal.utf8Start, length) == 0
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
    // Copied first: making room for bytes that are not known yet asks the runtime for a type.
    var text = copy(range, of: bytes)
    for place in text.indices where text[place] &- 0x41 < 26 { text[place] |= 0x20 }
    return text
  }

  /// A lower-cased copy in which `\303\253` stands for the bytes it means, as Sendmail and Exim
  /// write what is not ASCII.
  package static func decodedCopy(
    _ range: Range<Int>, of bytes: Span<UInt8>, isLowercased: Bool = true
  ) -> [UInt8] {
    let plain = isLowercased ? lowercasedCopy(range, of: bytes) : copy(range, of: bytes)
    guard plain.contains(0x5C) else { return plain }
    var result: [UInt8] = []
    var place = 0
    while place < plain.count {
      let digits = plain[place...].dropFirst().prefix(3)
      if plain[place] == 0x5C, digits.count == 3, digits.allSatisfy({ $0 &- 0x30 < 8 }) {
        let value = digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }
        if (0x80...0xFF).contains(value) {
          result.append(UInt8(value))
          place += 4
          continue
        }
      }
      result.append(plain[place])
      place += 1
    }
    return result
  }

  /// The number at `from`, at most 18 digits, and the position behind it; `nil` without a digit.
  package static func number(
    in bytes: Span<UInt8>, from: Int, to: Int
  ) -> (value: Int64, end: Int)? {
    var value: Int64 = 0
    var position = from
    while position < to {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      guard position - from < 18 else { return nil }
      // Eighteen digits cannot overflow.
      value = value &* 10 &+ Int64(digit)
      position += 1
    }
    return position == from ? nil : (value, position)
  }
}
