import Glibc

/// The byte rules of Asterisk's string helpers.
enum ConfBytes {
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let semicolon: UInt8 = 0x3B
  static let backslash: UInt8 = 0x5C
  static let dash: UInt8 = 0x2D
  static let equals: UInt8 = 0x3D

  /// Whether `ast_strip` removes it.
  static func isBlank(_ byte: UInt8) -> Bool { byte < 33 }

  /// Without blanks at both ends (`ast_strip`); indices are kept.
  static func stripped(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var low = bytes.startIndex
    var high = bytes.endIndex
    while low < high, isBlank(bytes[low]) { low += 1 }
    while high > low, isBlank(bytes[high - 1]) { high -= 1 }
    return bytes[low..<high]
  }

  /// ASCII letters in lower case, the key `strcasecmp` compares by.
  static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }

  static func equalsFolded(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool
  {
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { one, other in
      one == other || (one | 0x20 == other | 0x20 && one | 0x20 >= 0x61 && one | 0x20 <= 0x7A)
    }
  }

  /// The first index of `byte` in `range`, found with memchr.
  static func firstIndex(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
  }
}
