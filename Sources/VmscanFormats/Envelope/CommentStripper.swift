/// The comment state machine of `config_text_file_load`, which spans lines.
///
/// `;` starts a comment, `\;` is a semicolon, `;--` opens and `--;` closes a block. A close without
/// an open leaves the depth at -1 and hides every line up to the next open, as in Asterisk.
struct CommentStripper: Sendable {
  var depth = 0
  /// Asterisk loops for ever on a block opened at the nesting limit.
  private(set) var isRunaway = false
  private var line: [UInt8] = []

  private static let nestingLimit = 128

  /// Whether the first `;` of a line outside blocks simply starts a comment to the line's end.
  static func isPlainComment(_ source: Span<UInt8>, _ text: Range<Int>, _ mark: Int) -> Bool {
    let escaped = mark > text.lowerBound && source[mark - 1] == 0x5C
    let closes =
      mark >= text.lowerBound + 2 && source[mark - 1] == 0x2D && source[mark - 2] == 0x2D
    let opens = mark + 2 < text.upperBound && source[mark + 1] == 0x2D && source[mark + 2] == 0x2D
    return !escaped && !closes && !opens
  }

  /// Appends what is left of a line's text to `output`.
  mutating func strip(_ source: Span<UInt8>, _ text: Range<Int>, into output: inout [UInt8]) {
    line.removeAll(keepingCapacity: true)
    for index in text { line.append(source[index]) }
    // The terminators let the look-ahead of three bytes run past the end, as it does in C.
    line += [0, 0, 0, 0]
    var live = depth == 0 ? 0 : -1
    var cursor = 0
    while let mark = next(0x3B, from: cursor), !isRunaway {
      cursor = step(at: mark, cursor: cursor, live: &live)
    }
    guard live >= 0 else { return }
    output += line[live...].prefix { $0 != 0 }
  }

  /// Handles one `;`; the position to go on from.
  private mutating func step(at mark: Int, cursor: Int, live: inout Int) -> Int {
    if mark > cursor, line[mark - 1] == 0x5C {
      line.remove(at: mark - 1)
      return mark
    }
    if line[mark + 1] == 0x2D, line[mark + 2] == 0x2D, line[mark + 3] != 0x2D {
      isRunaway = depth >= Self.nestingLimit
      line[mark] = 0
      depth += 1
      return mark + 3
    }
    if mark >= cursor + 2, line[mark - 1] == 0x2D, line[mark - 2] == 0x2D {
      depth -= 1
      return depth == 0 ? resume(after: mark, live: &live) : mark + 1
    }
    guard depth == 0 else { return mark + 1 }
    line[mark] = 0
    return mark
  }

  /// A block has ended: the text behind it is joined to the live text before it.
  private mutating func resume(after mark: Int, live: inout Int) -> Int {
    guard live >= 0 else {
      live = mark + 1
      return mark + 1
    }
    let end = line[live...].firstIndex(of: 0) ?? mark
    line.removeSubrange(end..<mark + 1)
    return end
  }

  private func next(_ byte: UInt8, from start: Int) -> Int? {
    var index = start
    while index < line.count, line[index] != 0 {
      if line[index] == byte { return index }
      index += 1
    }
    return nil
  }
}
