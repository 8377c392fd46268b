extension EnvelopeState {
  /// The range without blanks (bytes 1...32) at both ends (`ast_strip`).
  static func strip(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] <= 32, text[start] > 0 { start += 1 }
    while end > start, text[end - 1] <= 32, text[end - 1] > 0 { end -= 1 }
    return start..<end
  }

  /// Which field a name means, compared without case; `nil` for the others.
  static func name(_ text: Span<UInt8>, _ range: Range<Int>) -> Name? {
    guard range.count == 8 || range.count < 7 || range.count == 11 else { return nil }
    return switch (range.count, key(text, range)) {
    case (8, 0x6F72_6967_7469_6D65): .origtime
    case (8, 0x6475_7261_7469_6F6E): .duration
    case (8, 0x6361_6C6C_6572_6964): .callerID
    case (6, 0x6D73_675F_6964): .messageID
    case (5, 0x72_646E_6973): .rdnis
    case (4, 0x666C_6167): .flag
    // The last eight bytes, "gmailbox", and the first three.
    case (11, 0x676D_6169_6C62_6F78) where key(text, range.prefix(3)) == 0x6F_7269: .origMailbox
    default: nil
    }
  }

  /// The last eight bytes as one number, ASCII letters in lower case.
  static func key(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var key: UInt64 = 0
    for index in range {
      let byte = text[index]
      key = key &<< 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return key
  }

  /// Reads a run of digits and nothing else; `nil` when it does not fit.
  static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty else { return nil }
    var value: Int64 = 0
    for index in range {
      let digit = text[index] &- 0x30
      guard digit < 10 else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  /// `#include` and its kin; any other word after `#` makes a line Asterisk ignores.
  static func isInclude(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var end = line.lowerBound + 1
    while end < line.upperBound, !ConfRules.newest.isBelowPrintable(text[end]) { end += 1 }
    return end - line.lowerBound == 8
      && key(text, line.lowerBound + 1..<end) == 0x69_6E63_6C75_6465  // "include"
  }
}
