import Glibc

/// Which sections a name and a filter after `+` select (`does_category_match`).
enum ConfFilter {
  /// What decides about templates and variables.
  enum Term {
    case includeTemplates
    case onlyTemplates
    case variable(name: [UInt8], value: [UInt8])
    /// A pair Asterisk can never match, such as one without `=`.
    case never
  }

  /// Splits `a=b&TEMPLATES=include`; `nil` for a filter this program will not evaluate, because
  /// its expression is too long or may take exponential time.
  static func terms(_ filter: ArraySlice<UInt8>) -> [Term]? {
    guard !filter.isEmpty else { return [] }
    guard filter.count <= 256, !isCostly(filter) else { return nil }
    return filter.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map(term)
  }

  static func matches(_ section: ConfSection, terms: [Term]) -> Bool {
    guard !terms.isEmpty else { return !section.isTemplate }
    var allowsTemplate = false
    for term in terms {
      switch term {
      case .never: return false
      case .includeTemplates: allowsTemplate = true
      case .onlyTemplates:
        guard section.isTemplate else { return false }
        allowsTemplate = true
      case .variable(let name, let value):
        guard hasVariable(section, name: name, value: value) else { return false }
      }
    }
    return !section.isTemplate || allowsTemplate
  }

  private static func term(_ pair: ArraySlice<UInt8>) -> Term {
    let parts = pair.split(
      separator: ConfBytes.equals, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return .never }
    let name = Array(ConfBytes.stripped(parts[0]))
    let right = parts[1].prefix { $0 != ConfBytes.equals }
    let value = Array(ConfBytes.stripped(right))
    guard name == Array("TEMPLATES".utf8) else { return .variable(name: name, value: value) }
    if ConfBytes.equalsFolded(value, "include".utf8) { return .includeTemplates }
    if ConfBytes.equalsFolded(value, "restrict".utf8) { return .onlyTemplates }
    return .never
  }

  /// Repetition counts and back-references make glibc's matcher explode.
  private static func isCostly(_ filter: ArraySlice<UInt8>) -> Bool {
    filter.contains(UInt8(ascii: "{")) || filter.contains(ConfBytes.backslash)
  }

  private static func hasVariable(_ section: ConfSection, name: [UInt8], value: [UInt8]) -> Bool {
    var nameExpression = regex_t()
    var valueExpression = regex_t()
    guard compile(name, into: &nameExpression) else { return false }
    defer { regfree(&nameExpression) }
    guard compile(value, into: &valueExpression) else { return false }
    defer { regfree(&valueExpression) }
    return section.variables.contains { variable in
      isFound(&nameExpression, in: variable.name) && isFound(&valueExpression, in: variable.value)
    }
  }

  private static func compile(_ pattern: [UInt8], into expression: inout regex_t) -> Bool {
    (pattern + [0]).withUnsafeBytes { bytes in
      guard let text = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
      return regcomp(&expression, text, REG_EXTENDED | REG_NOSUB) == 0
    }
  }

  private static func isFound(_ expression: inout regex_t, in text: [UInt8]) -> Bool {
    (text + [0]).withUnsafeBytes { bytes in
      guard let text = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
      return regexec(&expression, text, 0, nil, 0) == 0
    }
  }
}
