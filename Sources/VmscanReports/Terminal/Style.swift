package import VmscanModel

/// Colours for a terminal; every meaning is also in the words, so none is lost without them.
package struct Style: Sendable, Hashable {
  /// What a stretch of text is.
  package enum Tone: Sendable, Hashable {
    case plain, strong, muted, good, caution, bad, worst
  }

  /// Whether escape sequences are written; the caller knows the terminal and `NO_COLOR`.
  package var isColored: Bool

  package init(isColored: Bool = false) { self.isColored = isColored }

  package func apply(_ tone: Tone, to text: String) -> String {
    guard isColored, let code = Self.code(tone), !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private static func code(_ tone: Tone) -> String? {
    switch tone {
    case .plain: nil
    case .strong: "1"
    case .muted: "2"
    case .good: "32"
    case .caution: "33"
    case .bad: "31"
    case .worst: "1;31"
    }
  }

  package static func tone(for severity: Severity) -> Tone {
    switch severity {
    case .informational: .muted
    case .low: .plain
    case .medium: .caution
    case .high: .bad
    case .critical: .worst
    }
  }
}
