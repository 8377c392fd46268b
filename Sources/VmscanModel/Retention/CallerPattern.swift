/// A caller as a hold names one: a phone number, or text in which `*` stands for anything.
package struct CallerPattern: Sendable, Codable, Hashable {
  package var text: ByteText

  package init(_ text: ByteText) { self.text = text }

  /// Whether a caller id such as `"Alice" <+31201234567>` is meant.
  ///
  /// A plain number matches when one number ends in the other and they share six digits or more,
  /// so that national and international spellings meet; anything else is compared as text without
  /// case, `*` matching any run of bytes. When in doubt it matches: a hold may keep too much.
  package func matches(_ caller: ByteText) -> Bool {
    if let wanted = Self.number(text.bytes) {
      let found = Self.digits(Self.numberPart(caller.bytes))
      if found == wanted { return true }
      let (short, long) = found.count < wanted.count ? (found, wanted) : (wanted, found)
      if Self.significant(short).count >= 6, Self.ends(long, in: Self.significant(short)) {
        return true
      }
    }
    return Self.glob(text.lowercased.bytes[...], caller.lowercased.bytes[...])
  }

  /// The digits of a text that is a phone number and nothing else; `nil` otherwise.
  private static func number(_ bytes: [UInt8]) -> [UInt8]? {
    let marks = Array("+-./() ".utf8)
    let digits = digits(bytes)
    guard !digits.isEmpty, bytes.allSatisfy({ isDigit($0) || marks.contains($0) }) else {
      return nil
    }
    return digits
  }

  /// What stands between the last `<` and `>`, or the whole text.
  private static func numberPart(_ bytes: [UInt8]) -> [UInt8] {
    guard let open = bytes.lastIndex(of: UInt8(ascii: "<")) else { return bytes }
    return Array(bytes[(open + 1)...].prefix { $0 != UInt8(ascii: ">") })
  }

  /// Without the zeros of a trunk or international prefix.
  private static func significant(_ digits: [UInt8]) -> ArraySlice<UInt8> {
    digits.drop { $0 == UInt8(ascii: "0") }
  }

  private static func ends(_ digits: [UInt8], in tail: ArraySlice<UInt8>) -> Bool {
    digits.suffix(tail.count).elementsEqual(tail)
  }

  private static func digits(_ bytes: [UInt8]) -> [UInt8] { bytes.filter(isDigit) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Linear in practice: on a mismatch only the last star is tried further on.
  private static func glob(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var (at, here) = (pattern.startIndex, text.startIndex)
    var retry: (pattern: Int, text: Int)?
    while here < text.endIndex {
      if at < pattern.endIndex, pattern[at] == UInt8(ascii: "*") {
        retry = (at + 1, here)
        at += 1
      } else if at < pattern.endIndex, pattern[at] == text[here] {
        at += 1
        here += 1
      } else if let last = retry {
        retry = (last.pattern, last.text + 1)
        (at, here) = (last.pattern, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
