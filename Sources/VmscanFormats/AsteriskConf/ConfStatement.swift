/// What a live line says (`process_text_line`); indices are those of its `ConfText`.
enum ConfStatement {
  /// `[name]`, with what stands in parentheses directly after it, split at commas.
  case section(name: Range<Int>, options: [Range<Int>])
  /// `#word argument`, quotes removed; an absent argument is empty.
  case directive(word: Range<Int>, argument: Range<Int>)
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
  init(_ text: ConfText) {
    let bytes = text.bytes
    switch bytes.first {
    case UInt8(ascii: "["): self = Self.section(bytes)
    case UInt8(ascii: "#"): self = Self.directive(bytes)
    default: self = Self.variable(bytes)
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

  private static func directive(_ bytes: ArraySlice<UInt8>) -> ConfStatement {
    let first = bytes.startIndex + 1
    let end = bytes[first...].firstIndex(where: ConfBytes.isBlank) ?? bytes.endIndex
    var argument = ConfBytes.stripped(bytes[end...])
    if let opening = argument.first, let last = argument.last,
      opening == UInt8(ascii: "\"") && last == opening
        || opening == UInt8(ascii: "<") && last == UInt8(ascii: ">")
    {
      argument = argument.count > 1 ? argument.dropFirst().dropLast() : []
    }
    return .directive(word: first..<end, argument: argument.startIndex..<argument.endIndex)
  }

  private static func variable(_ bytes: ArraySlice<UInt8>) -> ConfStatement {
    var start = bytes.startIndex
    let isEscaped = bytes[start] == ConfBytes.backslash
    if isEscaped {
      start += 1
      guard start < bytes.endIndex, !ConfBytes.isBlank(bytes[start]) else {
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
