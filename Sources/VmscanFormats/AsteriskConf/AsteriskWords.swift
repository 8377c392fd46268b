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
