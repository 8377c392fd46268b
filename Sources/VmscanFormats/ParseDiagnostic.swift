/// Something in a text that its reader drops, refuses, or that hardly means what was meant.
///
/// A value like any other result: parsing goes on where Asterisk goes on. `text` never holds a
/// value from the file, because values are PINs.
package struct ParseDiagnostic: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    // The load fails at this line (`process_text_line` returns -1).
    case noClosingBracket, noClosingParenthesis, unknownBase, unknownSectionToAppend
    case variableBeforeSection, invalidEscape, missingInclude
    // Asterisk would hang or exhaust its memory; this reader refuses.
    case commentNestingLimit, selfInheritance, tooMuchInput
    // The line, a part of it, or a file is not read.
    case noEqualSign, emptyName, unknownDirective, directiveWithoutArgument
    case overlongLine, nulByte, byteOrderMark, carriageReturn, includeTooDeep
    case includedFileInvalid
    case notRegularFile, unreadableFile, execInclude, unusableFilter, truncatedSectionName
    // Block comments.
    case unclosedBlockComment, strayBlockCommentEnd, blockCommentedLines

    /// Whether the file it stands in is refused from here on.
    package var failsLoad: Bool {
      switch self {
      case .noClosingBracket, .noClosingParenthesis, .unknownBase, .unknownSectionToAppend,
        .variableBeforeSection, .invalidEscape, .missingInclude, .commentNestingLimit,
        .selfInheritance, .tooMuchInput:
        true
      case .noEqualSign, .emptyName, .unknownDirective, .directiveWithoutArgument, .overlongLine,
        .nulByte, .byteOrderMark, .carriageReturn, .includeTooDeep, .includedFileInvalid,
        .notRegularFile, .unreadableFile, .execInclude, .unusableFilter, .truncatedSectionName,
        .unclosedBlockComment, .strayBlockCommentEnd, .blockCommentedLines:
        false
      }
    }
  }

  package var kind: Kind
  /// Path as bytes.
  package var file: [UInt8]
  /// 1-based physical line, 0 for the file as a whole.
  package var line: Int
  /// 1-based byte within the line.
  package var column: Int
  /// One sentence for a person.
  package var text: String

  package init(_ kind: Kind, file: [UInt8], line: Int, column: Int = 1, text: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }
}
