import VmscanModel

/// A rule in `driver.rules`.
struct SARIFRule: Encodable {
  struct Configuration: Encodable {
    var level: String
  }

  struct Properties: Encodable {
    var tags: [String]
    /// Number from 0 to 10 as code scanning sites expect it.
    var securitySeverity: String

    private enum CodingKeys: String, CodingKey {
      case tags
      case securitySeverity = "security-severity"
    }
  }

  var id: String
  var name: String
  var shortDescription: SARIFText
  var fullDescription: SARIFText
  var help: SARIFText
  /// Templates of the messages in this log, by their identifiers; absent when there is none.
  var messageStrings: [String: SARIFText]?
  var defaultConfiguration: Configuration
  var properties: Properties

  init(_ rule: RuleDocument, templates: Set<String>) {
    id = TerminalText.escape(rule.id.description)
    name = TerminalText.escape(rule.name)
    shortDescription = SARIFText(rule.title)
    fullDescription = SARIFText(rule.rationale)
    help = SARIFText(rule.remediation)
    if !templates.isEmpty {
      messageStrings = Dictionary(
        templates.map { (SARIFMessage.id(of: $0), SARIFText($0)) },
        uniquingKeysWith: { one, _ in one })
    }
    defaultConfiguration = Configuration(level: rule.severity.sarifLevel)
    properties = Properties(
      tags: Array(Set(rule.requirements.map { TerminalText.escape($0.id) })).sorted(),
      securitySeverity: rule.severity.securitySeverity)
  }
}

extension Severity {
  var sarifLevel: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .informational: "note"
    }
  }

  fileprivate var securitySeverity: String {
    switch self {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.5"
    case .informational: "0.0"
    }
  }
}
