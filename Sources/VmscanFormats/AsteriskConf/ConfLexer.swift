/// Cuts files into the lines Asterisk parses: length limit, NUL, byte order mark and comments
/// (`config_text_file_load`).
///
/// One lexer serves all files of one glob: comment depth and line counter carry over, as in
/// Asterisk.
struct ConfLexer {
  /// A line of the file, live or not.
  struct Line {
    /// 1-based physical line.
    var number: Int
    /// `nil` when a block comment hides the line.
    var live: ConfText?
    /// The raw line when it is hidden.
    var hidden: ArraySlice<UInt8>?
    /// What was found beside the text, with 0-based offsets.
    var faults: [(kind: ParseDiagnostic.Kind, offset: Int)] = []
  }

  /// Bytes `fgets` puts into the 8192-byte buffer; a line that fills it without ending is skipped.
  static let chunk = 8191
  /// Nesting at which Asterisk's loop never ends (`MAX_NESTED_COMMENTS`).
  static let nestingLimit = 128

  let rules: ConfRules
  /// Open block comments; negative after a stray end.
  private(set) var depth = 0
  private var lineCounter = 0
  private var bytes: [UInt8] = []
  private var position = 0
  private var lineNumber = 0
  private var lineStart = 0

  init(rules: ConfRules) { self.rules = rules }

  /// Goes on with another file, keeping the comment state.
  mutating func open(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    lineNumber = 1
    lineStart = 0
  }

  /// The next line, `nil` at the end of the file.
  mutating func next() -> Line? {
    lineCounter += 1
    guard position < bytes.count else { return nil }
    let start = position
    let number = lineNumber
    let lineOffset = lineStart
    let end = readChunk()
    var line = Line(number: number)
    let textEnd = ConfBytes.firstIndex(of: 0, in: bytes, start..<end) ?? end
    if textEnd - start == Self.chunk, bytes[end - 1] != ConfBytes.newline {
      skipRest()
      line.faults.append((.overlongLine, 0))
      return line
    }
    if textEnd < end { line.faults.append((.nulByte, textEnd - lineOffset)) }
    var textStart = start
    if bytes[start..<textEnd].starts(with: [0xEF, 0xBB, 0xBF]) {
      if lineCounter == 1 && rules.skipsByteOrderMark {
        textStart += 3
      } else if start == 0 {
        line.faults.append((.byteOrderMark, 0))
      }
    }
    stripComments(textStart..<textEnd, lineOffset: lineOffset, into: &line)
    return line
  }

  /// What `fgets` returns: up to the newline or a full buffer.
  private mutating func readChunk() -> Int {
    let limit = min(position + Self.chunk, bytes.count)
    if let newline = ConfBytes.firstIndex(of: ConfBytes.newline, in: bytes, position..<limit) {
      position = newline + 1
      lineNumber += 1
      lineStart = position
    } else {
      position = limit
    }
    return position
  }

  /// Drops what is left of a line that is too long; a NUL ends that early (`strlen`).
  private mutating func skipRest() {
    while position < bytes.count {
      let start = position
      let end = readChunk()
      let length = (ConfBytes.firstIndex(of: 0, in: bytes, start..<end) ?? end) - start
      if length != Self.chunk || bytes[end - 1] == ConfBytes.newline { return }
    }
  }

  private mutating func stripComments(_ range: Range<Int>, lineOffset: Int, into line: inout Line) {
    var scan = ConfCommentScan(bytes: bytes, range: range, depth: depth)
    scan.run()
    depth = scan.depth
    for fault in scan.faults { line.faults.append((fault.kind, fault.index - lineOffset)) }
    if let text = scan.text(lineOffset: lineOffset) {
      line.live = text
      if ConfBytes.firstIndex(of: ConfBytes.carriageReturn, in: bytes, range) != nil,
        let index = ConfCarriageReturn.first(in: bytes[range])
      {
        line.faults.append((.carriageReturn, index - lineOffset))
      }
    } else {
      line.hidden = bytes[range]
    }
  }
}
