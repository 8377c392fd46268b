import Glibc
import VmscanModel

/// How Asterisk reads words and numbers in values.
package enum AsteriskWords {
  /// `ast_true`: these words and nothing else.
  package static func isTrue(_ value: [UInt8]) -> Bool {
    isOne(of: ["yes", "true", "y", "t", "1", "on"], value)
  }

  /// `ast_false`; a word that is neither counts as off too.
  package static func isFalse(_ value: [UInt8]) -> Bool {
    isOne(of: ["no", "false", "n", "f", "0", "off"], value)
  }

  /// `atoi`: leading blanks, sign, digits; 0 without digits; wraps like the C library's.
  package static func atoi(_ value: [UInt8]) -> Int {
    Int(leadingInteger(value[...]) ?? 0)
  }

  /// `sscanf("%30d")`: `nil` without digits.
  package static func scanned(_ value: [UInt8]) -> Int? {
    let digits = value.drop(while: isSpace)
    return leadingInteger(digits.prefix(30)).map { Int($0) }
  }

  /// What `ast_parse_arg` takes for an unsigned number: all of it decimal, hexadecimal behind `0x` or
  /// octal behind `0`, so that `08` is none.
  package static func unsigned(_ value: [UInt8]) -> UInt32? {
    guard value.first(where: { !isSpace($0) }) != UInt8(ascii: "-") else { return nil }
    return wholeNumber(value).flatMap { UInt32(exactly: $0) }
  }

  /// The same for a number that may be negative.
  package static func signed(_ value: [UInt8]) -> Int32? {
    wholeNumber(value).flatMap { Int32(exactly: $0) }
  }

  private static func wholeNumber(_ value: [UInt8]) -> Int64? {
    var rest = value.drop(while: isSpace)
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    var base: Int64 = 10
    if rest.count > 1, rest.first == UInt8(ascii: "0") {
      rest = rest.dropFirst()
      base = 8
      if let mark = rest.first, mark | 0x20 == UInt8(ascii: "x") {
        rest = rest.dropFirst()
        base = 16
      }
    }
    guard !rest.isEmpty else { return nil }
    var number: Int64 = 0
    for byte in rest {
      guard let digit = hexDigit(byte), digit < base else { return nil }
      number = number * base + digit
      // No option is wider, and so no product overflows.
      guard number <= Int64(UInt32.max) else { return nil }
    }
    return isNegative ? -number : number
  }

  private static func hexDigit(_ byte: UInt8) -> Int64? {
    switch byte {
    case 0x30...0x39: Int64(byte & 0xF)
    case 0x41...0x46, 0x61...0x66: Int64(byte & 0xF) + 9
    default: nil
    }
  }

  /// Whether `sscanf("%30lf")` finds a number.
  package static func isDecimal(_ value: [UInt8]) -> Bool {
    var number = 0.0
    return withUnsafeMutablePointer(to: &number) { target in
      withVaList([target]) { vsscanf(value.map { CChar(bitPattern: $0) } + [0], "%30lf", $0) } == 1
    }
  }

  private static func leadingInteger(_ value: ArraySlice<UInt8>) -> Int32? {
    var rest = value.drop(while: isSpace)
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard !digits.isEmpty else { return nil }
    var number: Int64 = 0
    for digit in digits {
      let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int64(digit & 0xF))
      if overflowed || carried {
        return Int32(truncatingIfNeeded: isNegative ? Int64.min : Int64.max)
      }
      number = sum
    }
    return Int32(truncatingIfNeeded: isNegative ? -number : number)
  }

  private static func isOne(of words: [String], _ value: [UInt8]) -> Bool {
    guard value.count <= 5 else { return false }
    let folded = ByteText(bytes: value).lowercased.bytes
    return words.contains { folded.elementsEqual($0.utf8) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
