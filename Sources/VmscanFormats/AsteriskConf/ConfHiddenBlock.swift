/// Collects what a block comment, or a stray end of one, hides, to tell it in one diagnostic.
struct ConfHiddenBlock {
  private var start: (kind: ParseDiagnostic.Kind, file: [UInt8], line: Int, column: Int)?
  private var assignments = 0
  /// Names of hidden variables, which are mailbox numbers and hold no PIN.
  private var names: [String] = []

  /// A block comment begins on a line that is otherwise live.
  mutating func open(depth: Int, file: [UInt8], line: Int) {
    if start == nil, depth > 0 { start = (.blockCommentedLines, file, line, 1) }
  }

  /// `--;` without an open block: everything below it is hidden.
  mutating func stray(file: [UInt8], line: Int, column: Int) {
    if start == nil { start = (.strayBlockCommentEnd, file, line, column) }
  }

  mutating func hide(_ raw: ArraySlice<UInt8>, file: [UInt8], line: Int) {
    if start == nil { start = (.blockCommentedLines, file, line, 1) }
    guard let equals = raw.firstIndex(of: ConfBytes.equals) else { return }
    let name = ConfBytes.stripped(raw[..<equals])
    guard let first = name.first, first != ConfBytes.semicolon else { return }
    assignments += 1
    if names.count < 10, name.count <= 79, name.allSatisfy({ $0 > 32 && $0 < 127 }) {
      names.append(String(decoding: name, as: UTF8.self))
    }
  }

  /// The depth is back to zero.
  mutating func close(report: (ParseDiagnostic) -> Void) {
    guard let start else { return }
    if start.kind == .strayBlockCommentEnd || assignments > 0 {
      report(diagnostic(start.kind, start.file, start.line, start.column))
    }
    self = ConfHiddenBlock()
  }

  /// The last file of the load ends.
  mutating func finish(depth: Int, report: (ParseDiagnostic) -> Void) {
    if depth > 0, start?.kind == .blockCommentedLines { start?.kind = .unclosedBlockComment }
    if start?.kind == .unclosedBlockComment, let start {
      report(diagnostic(start.kind, start.file, start.line, start.column))
      self = ConfHiddenBlock()
    } else {
      close(report: report)
    }
  }

  private func diagnostic(
    _ kind: ParseDiagnostic.Kind, _ file: [UInt8], _ line: Int, _ column: Int
  ) -> ParseDiagnostic {
    var text = ConfDiagnosticText.sentence(kind)
    if assignments > 0 {
      let list = names.joined(separator: ", ") + (assignments > names.count ? ", …" : "")
      text += " It hides \(assignments) line\(assignments == 1 ? "" : "s"), of \(list)."
    }
    return ParseDiagnostic(kind, file: file, line: line, column: column, text: text)
  }
}
