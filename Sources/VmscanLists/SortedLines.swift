/// A data list as one string literal: ASCII lines in byte order, searched in place.
///
/// Nothing is built at start-up; a look-up is a binary search over the bytes of the binary.
package struct SortedLines: Sendable {
  package let text: StaticString

  package init(_ text: StaticString) { self.text = text }

  /// Whether `key` is one of the lines.
  package func contains(_ key: ArraySlice<UInt8>) -> Bool {
    text.withUTF8Buffer { lines in
      key.withUnsafeBufferPointer { Self.contains($0, in: lines) }
    }
  }

  package func contains(_ key: String) -> Bool { contains(Array(key.utf8)[...]) }

  /// The lines in order, for tests and for building small indexes.
  package var lines: [Substring] { text.description.split(separator: "\n") }

  private static let newline = UInt8(ascii: "\n")

  private static func contains(
    _ key: UnsafeBufferPointer<UInt8>, in lines: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var low = 0
    var high = lines.count
    while low < high {
      var start = low + (high - low) / 2
      while start > low, lines[start - 1] != newline { start -= 1 }
      var end = start
      var matched = 0
      while end < high, lines[end] != newline, matched < key.count, lines[end] == key[matched] {
        end += 1
        matched += 1
      }
      let lineEnds = end == high || lines[end] == newline
      if lineEnds, matched == key.count { return true }
      // A line that is a prefix of the key, or smaller at the first difference, comes before it.
      if matched < key.count, lineEnds || lines[end] < key[matched] {
        while end < high, lines[end] != newline { end += 1 }
        low = end + 1
      } else {
        high = start
      }
    }
    return false
  }
}
