import VmscanFormats
import VmscanModel

extension ConfigNotice {
  /// A finding of the file reader as a notice; `nil` where it concerns nobody.
  init?(_ diagnostic: ParseDiagnostic, execIncludes: Bool) {
    let origin = Origin(file: ByteText(bytes: diagnostic.file), line: diagnostic.line)
    var detail = Sentence(.word(diagnostic.text))
    if diagnostic.kind == .execInclude, !execIncludes {
      detail = "A command stands here, which Asterisk ignores because execincludes is off."
    }
    guard let kind = Self.kind(diagnostic.kind) else { return nil }
    if kind == .rewriteHazard {
      detail = "\(detail) The next change of a PIN by phone writes them as live lines."
    }
    self.init(kind, at: origin, detail: detail)
  }

  private static func kind(_ kind: ParseDiagnostic.Kind) -> Kind? {
    switch kind {
    case .noClosingBracket, .noClosingParenthesis, .unknownBase, .unknownSectionToAppend,
      .variableBeforeSection, .invalidEscape, .commentNestingLimit, .selfInheritance,
      .tooMuchInput, .includedFileInvalid, .unusableFilter:
      .syntaxError
    case .missingInclude: .missingInclude
    case .noEqualSign, .emptyName, .directiveWithoutArgument, .carriageReturn: .ignoredLine
    case .unknownDirective: .unknownDirective
    case .overlongLine: .overlongLine
    case .nulByte: .nulByte
    case .byteOrderMark: .byteOrderMark
    case .includeTooDeep: .includeTooDeep
    case .notRegularFile: .missingFile
    // Told by the coverage.
    case .unreadableFile: nil
    case .execInclude: .execInclude
    case .truncatedSectionName: .truncatedField
    case .unclosedBlockComment: .unclosedBlockComment
    case .strayBlockCommentEnd: .strayBlockCommentEnd
    case .blockCommentedLines: .rewriteHazard
    }
  }
}
