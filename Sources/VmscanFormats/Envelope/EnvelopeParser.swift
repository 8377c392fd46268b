/// Reads the bytes of a `msgNNNN.txt` as Asterisk's configuration parser does.
///
/// Grammar: `config_text_file_load` and `process_text_line` in Asterisk's main/config.c; the reader
/// takes section `message`. Where a comment mark inside a value makes Asterisk lose the fields
/// below it, they are taken from the raw lines and `Faults.hiddenFields` says so. Includes are not
/// followed: a file that has one counts as invalid.
///
/// One parser is reused for many files; it allocates only for lines with unusual comments.
package struct EnvelopeParser: Sendable {
  /// Of several values of one name the last counts (Asterisk 23 and later), otherwise the first.
  package let lastValueWins: Bool
  /// Text that does not stand in the source as one piece, valid until the next `parse`.
  package private(set) var scratch: [UInt8] = []
  private var comments = CommentStripper()

  package init(lastValueWins: Bool = true) { self.lastValueWins = lastValueWins }

  /// Longest line Asterisk reads, in bytes before the newline (`fgets` into 8192 bytes).
  static let longestLine = 8190

  package mutating func parse(_ source: Span<UInt8>) -> Envelope {
    PlainEnvelope.parse(source) ?? parseByGrammar(source)
  }

  /// Reads a file of any form.
  mutating func parseByGrammar(_ source: Span<UInt8>) -> Envelope {
    if !scratch.isEmpty { scratch.removeAll(keepingCapacity: true) }
    comments.depth = 0
    var state = EnvelopeState(lastValueWins: lastValueWins)
    var marks = LineMarks()
    var start = Self.hasByteOrderMark(source) ? 3 : 0
    while start < source.count, !state.isInvalid {
      let line = RawLine(in: source, from: start, marks: &marks)
      parse(line, of: source, &marks, into: &state)
      start = line.next
    }
    if comments.isRunaway { state.isInvalid = true }
    return EnvelopeRescue.complete(state, from: source)
  }

  /// Appends the text of a field to an arena.
  package func append(
    _ field: Envelope.Field, of source: Span<UInt8>, to arena: inout [UInt8]
  ) {
    switch field.place {
    case .absent: break
    case .source: for index in field.range { arena.append(source[index]) }
    case .scratch: arena.append(contentsOf: scratch[field.range])
    }
  }

  /// The text of a field as an array of its own.
  package func bytes(of field: Envelope.Field, in source: Span<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    append(field, of: source, to: &output)
    return output
  }

  private static func hasByteOrderMark(_ source: Span<UInt8>) -> Bool {
    source.count >= 3 && source[0] == 0xEF && source[1] == 0xBB && source[2] == 0xBF
  }

  private mutating func parse(
    _ line: RawLine, of source: Span<UInt8>, _ marks: inout LineMarks,
    into state: inout EnvelopeState
  ) {
    guard line.length <= Self.longestLine else {
      state.envelope.faults.insert(.overlongLine)
      return
    }
    let text = line.start..<line.textEnd
    let semicolon = marks.semicolon(in: source, text)
    state.isLastLineCut = line.next > source.count
    if comments.depth == 0, semicolon < 0 {
      state.read(source, text, in: .source)
    } else if comments.depth == 0, CommentStripper.isPlainComment(source, text, semicolon) {
      state.read(source, line.start..<semicolon, in: .source)
    } else {
      let base = scratch.count
      comments.strip(source, text, into: &scratch)
      state.read(scratch.span, base..<scratch.count, in: .scratch)
    }
    if let addition = state.addition { append(addition, of: source, in: &state) }
  }

  /// Carries out `name += text`: the old value, then the text with its leading blanks.
  private mutating func append(
    _ addition: EnvelopeState.Addition, of source: Span<UInt8>, in state: inout EnvelopeState
  ) {
    let base = scratch.count
    var joined = bytes(of: state[addition.name], in: source)
    joined += bytes(of: addition.text, in: source)
    scratch += joined
    state.addition = nil
    let range = EnvelopeState.strip(scratch.span, base..<scratch.count)
    state.set(addition.name, scratch.span, range, in: .scratch, replacing: true)
  }
}
