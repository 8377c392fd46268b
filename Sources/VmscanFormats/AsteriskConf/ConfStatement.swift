/// What a live line says (`process_text_line`); indices are those of its `ConfText`.
enum ConfStatement {
  /// `[name]`, with what stands in parentheses directly after it, split at commas.
  case section(name: Range<Int>, options: [Range<Int>])
  /// `#word argument`, quotes removed; `nil` without an argument, empty for a lone quote.
  case directive(word: Range<Int>, argument: Range<Int>?)
  /// `name = value`, `name => value` or `name += value`.
  case assignment(Assignment)
  case fault(ParseDiagnostic.Kind, at: Int)

  struct Assignment {
    var name: Range<Int>
    var value: Range<Int>
    /// Right side with its leading blanks, for `+=`.
    var unstripped: Range<Int>
    var isObject = false
    var appends = false
    /// A leading backslash protected the first byte of the name.
    var isEscaped = false
  }

  /// Reads a line that is not empty.
  init(_ text: ConfText, rules: ConfRules) {
    let bytes = text.bytes
    switch bytes.first {
    case UInt8(ascii: "["): self = Self.section(bytes)
    case UInt8(ascii: "#"): self = Self.directive(bytes, rules)
    default: self = Self.variable(bytes, rules)
    }
  }

  private static func section(_ bytes: ArraySlice<UInt8>) -> ConfStatement {
    let first = bytes.startIndex + 1
    guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else {
      return .fault(.noClosingBracket, at: bytes.startIndex)
    }
    let open = close + 1
    guard open < bytes.endIndex, bytes[open] == UInt8(ascii: "(") else {
      return .section(name: first..<close, options: [])
    }
    guard let end = bytes[open...].firstIndex(of: UInt8(ascii: ")")) else {
      return .fault(.noClosingParenthesis, at: open)
    }
    let options = bytes[open + 1..<end]
      .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return .section(name: first..<close, options: options.map { $0.startIndex..<$0.endIndex })
  }

  private static func directive(_ bytes: ArraySlice<UInt8>, _ rules: ConfRules) -> ConfStatement {
    let first = bytes.startIndex + 1
    let end = bytes[first...].firstIndex(where: rules.isBelowPrintable) ?? bytes.endIndex
    // The byte that ends the word is lost, whatever it is.
    let argument = ConfBytes.stripped(bytes[end...].dropFirst())
    guard let opening = argument.first, let last = argument.last else {
      return .directive(word: first..<end, argument: nil)
    }
    let closing = opening == UInt8(ascii: "<") ? UInt8(ascii: ">") : opening
    let isQuoted =
      (opening == UInt8(ascii: "\"") || opening == UInt8(ascii: "<")) && last == closing
    // A lone quote is its own closing one and leaves nothing.
    let name = isQuoted ? argument.dropFirst().dropLast() : argument
    return .directive(word: first..<end, argument: name.startIndex..<name.endIndex)
  }

  private static func variable(_ bytes: ArraySlice<UInt8>, _ rules: ConfRules) -> ConfStatement {
    var start = bytes.startIndex
    let isEscaped = bytes[start] == ConfBytes.backslash
    if isEscaped {
      start += 1
      guard start < bytes.endIndex, !rules.isBelowPrintable(bytes[start]) else {
        return .fault(.invalidEscape, at: start - 1)
      }
    }
    let searched = start + (isEscaped ? 1 : 0)
    guard let equals = bytes[searched...].firstIndex(of: ConfBytes.equals) else {
      return .fault(.noEqualSign, at: bytes.startIndex)
    }
    let appends = equals > searched && bytes[equals - 1] == UInt8(ascii: "+")
    let name = ConfBytes.stripped(bytes[start..<(appends ? equals - 1 : equals)])
    var after = equals + 1
    let isObject = !appends && after < bytes.endIndex && bytes[after] == UInt8(ascii: ">")
    if isObject { after += 1 }
    let value = ConfBytes.stripped(bytes[after...])
    return .assignment(
      Assignment(
        name: name.startIndex..<name.endIndex,
        value: value.isEmpty ? after..<after : value.startIndex..<value.endIndex,
        unstripped: after..<bytes.endIndex, isObject: isObject, appends: appends,
        isEscaped: isEscaped))
  }
}
