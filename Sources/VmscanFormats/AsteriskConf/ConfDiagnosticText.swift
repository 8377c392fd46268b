/// The sentence for each thing the reader finds; none holds a value from the file.
enum ConfDiagnosticText {
  static func of(
    _ kind: ParseDiagnostic.Kind, file: [UInt8], line: Int, _ offset: Int
  ) -> ParseDiagnostic {
    ParseDiagnostic(kind, file: file, line: line, column: offset + 1, text: sentence(kind))
  }

  static func of(
    _ kind: ParseDiagnostic.Kind, _ source: ConfSource, at index: Int? = nil
  ) -> ParseDiagnostic {
    let column = source.column(index ?? source.text.bytes.startIndex)
    return ParseDiagnostic(
      kind, file: source.path, line: source.line, column: column, text: sentence(kind))
  }

  static func sentence(_ kind: ParseDiagnostic.Kind) -> String {
    switch kind {
    case .noClosingBracket: "A section header has no closing bracket; the load fails."
    case .noClosingParenthesis: "A section header has no closing parenthesis; the load fails."
    case .unknownBase: "A section inherits from one that does not exist above; the load fails."
    case .unknownSectionToAppend:
      "A section is to be continued that does not exist above; the load fails."
    case .variableBeforeSection: "A line stands before the first section; the load fails."
    case .invalidEscape: "A backslash at the start of a line protects nothing; the load fails."
    case .missingInclude: "An included file does not exist; the load fails."
    case .commentNestingLimit:
      "Block comments are nested 128 deep, where Asterisk hangs; the file is refused."
    case .selfInheritance:
      "A section inherits from itself, where Asterisk exhausts its memory; the file is refused."
    case .tooMuchInput: "It defines more than this program accepts; the file is refused."
    case .noEqualSign: "The line has no equal sign and is ignored."
    case .emptyName: "The line has no name before its equal sign and is ignored."
    case .unknownDirective: "The line begins with # but is no known directive and is ignored."
    case .directiveWithoutArgument: "The directive has no argument and is ignored."
    case .overlongLine: "The line is longer than 8190 bytes and is ignored."
    case .nulByte: "The line holds a NUL byte; what follows it in the line is not read."
    case .carriageReturn:
      "A line holds carriage returns: its line ends are those of old Macs; Asterisk reads all of it "
        + "as one line. Convert the line ends, for one with 'tr \\r \\n', and reload voicemail."
    case .byteOrderMark:
      "The file begins with a byte order mark that is not skipped; its first line is not understood."
    case .includeTooDeep: "Includes are nested more than ten deep; this one is refused."
    case .includedFileInvalid:
      "The included file is not read beyond its fault, while the including file goes on."
    case .notRegularFile: "It is no regular file and is skipped."
    case .unreadableFile: "It could not be read."
    case .execInclude:
      "A command supplies configuration here; it is not run, so mailboxes may exist that are not seen."
    case .unusableFilter: "The filter after + is not evaluated; the section is treated as unknown."
    case .truncatedSectionName: "The section name is longer than 79 bytes and is cut there."
    case .unclosedBlockComment: "A block comment is never closed."
    case .strayBlockCommentEnd: "A block comment is closed that was never opened."
    case .blockCommentedLines: "Configuration lines stand in a block comment."
    }
  }
}
