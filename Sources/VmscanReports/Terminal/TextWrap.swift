/// Breaks text into lines that fit a number of terminal cells.
package enum TextWrap {
  /// Lines of at most `width` cells (at least 2); a word that is too long is cut, after a
  /// separator where one is near.
  package static func lines(_ text: String, width: Int) -> [String] {
    let width = max(2, width)
    guard DisplayWidth.of(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let joined = line.isEmpty ? String(word) : line + " " + word
      if DisplayWidth.of(joined) <= width {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      let pieces = cut(String(word), width: width)
      lines += pieces.dropLast()
      line = pieces.last ?? ""
    }
    lines.append(line)
    return lines
  }

  /// Pieces of one word, each at most `width` cells.
  private static func cut(_ word: String, width: Int) -> [String] {
    var pieces: [String] = []
    var rest = word.unicodeScalars[...]
    while DisplayWidth.of(String(rest)) > width {
      let end = cutPoint(rest, width: width)
      pieces.append(String(rest[..<end]))
      rest = rest[end...]
    }
    pieces.append(String(rest))
    return pieces
  }

  /// The end of the longest prefix that fits, moved back behind a separator in its second half.
  private static func cutPoint(
    _ word: Substring.UnicodeScalarView, width: Int
  ) -> Substring.UnicodeScalarView.Index {
    var used = 0
    var end = word.startIndex
    var afterSeparator: Substring.UnicodeScalarView.Index?
    while end < word.endIndex {
      let next = used + DisplayWidth.of(word[end])
      if next > width { break }
      used = next
      let scalar = word[end]
      end = word.index(after: end)
      if used * 2 >= width, "/@.,;:-_=|".unicodeScalars.contains(scalar) { afterSeparator = end }
    }
    return afterSeparator ?? (end == word.startIndex ? word.index(after: end) : end)
  }
}
