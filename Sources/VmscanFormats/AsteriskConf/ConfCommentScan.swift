/// The comment rules over one line, in one pass (`config_text_file_load`).
///
/// Asterisk moves text within its buffer; here the pieces that stay live are collected instead,
/// so that a line of escapes costs no more than any other.
struct ConfCommentScan {
  private let bytes: [UInt8]
  private let range: Range<Int>
  private(set) var depth: Int
  private(set) var faults: [(kind: ParseDiagnostic.Kind, index: Int)] = []
  /// Pieces of `bytes` that are live, and the escaped semicolons between them.
  private var pieces: [Piece] = []
  private var isActive: Bool
  /// Whether the bytes passed belong to the live text.
  private var isCollecting: Bool
  private var isGlued = false

  private enum Piece {
    case run(Range<Int>)
    /// Index of the backslash.
    case escapedSemicolon(Int)
  }

  init(bytes: [UInt8], range: Range<Int>, depth: Int) {
    self.bytes = bytes
    self.range = range
    self.depth = depth
    isActive = depth == 0
    isCollecting = depth == 0
  }

  mutating func run() {
    var current = range.lowerBound
    while let mark = ConfBytes.firstIndex(
      of: ConfBytes.semicolon, in: bytes, current..<range.upperBound)
    {
      if mark > current, bytes[mark - 1] == ConfBytes.backslash {
        collect(current..<mark - 1)
        if isCollecting { pieces.append(.escapedSemicolon(mark - 1)) }
        current = mark + 1
      } else if opensBlock(at: mark) {
        guard depth < ConfLexer.nestingLimit else {
          faults.append((.commentNestingLimit, mark))
          return
        }
        collect(current..<mark)
        isCollecting = false
        current = mark + 3
        depth += 1
      } else if mark >= current + 2, bytes[mark - 1] == ConfBytes.dash,
        bytes[mark - 2] == ConfBytes.dash
      {
        closeBlock(current: current, mark: mark)
        current = mark + 1
      } else if depth == 0 {
        isGlued = isCollecting && mark > current && !ConfBytes.isBlank(bytes[mark - 1])
        collect(current..<mark)
        return
      } else {
        collect(current..<mark + 1)
        current = mark + 1
      }
    }
    collect(current..<range.upperBound)
  }

  /// The stripped live text, `nil` when the line is hidden.
  func text(lineOffset: Int) -> ConfText? {
    guard isActive else { return nil }
    if pieces.isEmpty { return ConfText(bytes: [], offsets: nil, base: 0) }
    if pieces.count == 1, case .run(let run) = pieces[0] {
      return ConfText(
        bytes: ConfBytes.stripped(bytes[run]), offsets: nil, base: lineOffset,
        semicolonGlued: isGlued)
    }
    var joined: [UInt8] = []
    var offsets: [Int32] = []
    for piece in pieces {
      switch piece {
      case .run(let run):
        joined += bytes[run]
        offsets += run.map { Int32($0 - lineOffset) }
      case .escapedSemicolon(let index):
        joined.append(ConfBytes.semicolon)
        offsets.append(~Int32(index - lineOffset))
      }
    }
    return ConfText(
      bytes: ConfBytes.stripped(joined[...]), offsets: offsets, base: 0, semicolonGlued: isGlued)
  }

  private mutating func collect(_ run: Range<Int>) {
    if isCollecting, !run.isEmpty { pieces.append(.run(run)) }
  }

  /// `;--` not followed by a third dash.
  private func opensBlock(at mark: Int) -> Bool {
    func isDash(_ index: Int) -> Bool {
      index < range.upperBound && bytes[index] == ConfBytes.dash
    }
    return isDash(mark + 1) && isDash(mark + 2) && !isDash(mark + 3)
  }

  /// Asterisk does not check that a block is open, so the depth can become negative.
  private mutating func closeBlock(current: Int, mark: Int) {
    collect(current..<mark + 1)
    if depth <= 0 { faults.append((.strayBlockCommentEnd, mark - 2)) }
    depth -= 1
    if depth == 0 {
      isActive = true
      isCollecting = true
    }
  }
}
