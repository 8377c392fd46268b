/// A text under construction for a terminal of a known width.
///
/// Everything added is escaped, so no caller can forget it.
struct TextPage {
  private(set) var lines: [String] = []
  let width: Int
  let style: Style
  /// Whether a table stays within the width; otherwise each of its rows is one line.
  let wrapsTables: Bool
  /// Cells that a paragraph gets at least.
  private static let leastRoom = 12

  init(width: Int, style: Style, wrapsTables: Bool = true) {
    self.width = max(20, width)
    self.style = style
    self.wrapsTables = wrapsTables
  }

  /// The text with a newline at its end; empty when nothing was added.
  var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

  mutating func blank() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  mutating func heading(_ title: String) {
    blank()
    paragraph(title, tone: .strong)
  }

  /// A wrapped paragraph; `first` begins its first line, the others are indented as far, or less
  /// where that would leave too little room.
  mutating func paragraph(
    _ text: String, first: String = "", indent: Int? = nil, tone: Style.Tone = .plain
  ) {
    let indent = indent ?? DisplayWidth.of(first)
    guard indent <= width - Self.leastRoom else {
      let joined = TerminalText.unescape(first).trimmedStart + text
      return paragraph(joined, first: "  ", tone: tone)
    }
    let pieces = TextWrap.lines(TerminalText.escape(text), width: width - indent)
    for (index, piece) in pieces.enumerated() {
      let margin = index == 0 && !first.isEmpty ? first : String(repeating: " ", count: indent)
      lines.append((margin + style.apply(tone, to: piece)).trimmedEnd)
    }
  }

  /// A command to be copied: a backslash goes on where a line ends, and a long word stays whole.
  mutating func command(_ words: [String], first: String) {
    let room = width - DisplayWidth.of(first) - 2
    let parts = Self.withValues(words.map { TerminalText.escape($0) }, room: room)
    let pieces = Self.joined(parts, room: room) { _, _ in true }
    for (index, piece) in pieces.enumerated() {
      let isLast = index == pieces.count - 1
      lines.append(first + style.apply(.strong, to: isLast ? piece : piece + " \\"))
    }
  }

  /// A flag and its value stand together where there is room.
  private static func withValues(_ words: [String], room: Int) -> [String] {
    joined(words, room: room) { $0.hasPrefix("--") && !$0.contains(" ") && !$1.hasPrefix("--") }
  }

  /// Joins neighbours that fit into the room and belong together.
  private static func joined(
    _ words: [String], room: Int, where belongs: (String, String) -> Bool
  ) -> [String] {
    var pieces: [String] = []
    for word in words {
      if let last = pieces.last, belongs(last, word),
        DisplayWidth.of(last) + 1 + DisplayWidth.of(word) <= room
      {
        pieces[pieces.count - 1] = last + " " + word
      } else {
        pieces.append(word)
      }
    }
    return pieces
  }

  mutating func table(_ table: Table, indent: Int = 0, hasHeader: Bool = true) {
    let margin = String(repeating: " ", count: indent)
    let room = wrapsTables ? width - indent : nil
    for line in table.lines(width: room, style: style, hasHeader: hasHeader) {
      lines.append(line.isEmpty ? "" : margin + line)
    }
  }
}
