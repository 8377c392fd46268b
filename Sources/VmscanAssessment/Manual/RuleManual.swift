import VmscanModel

/// The rule catalogue as one text, generated so that it cannot differ from the rules.
package enum RuleManual {
  /// The article `Rules.md` as Markdown.
  package static func markdown() -> String {
    let families = Dictionary(grouping: RuleCatalog.all, by: \.family)
    return
      (introduction
      + RuleFamily.allCases.flatMap { family in
        ["## \(family.title)", ""] + (families[family] ?? []).flatMap(section)
      } + requirements).joined(separator: "\n") + "\n"
  }

  private static let introduction = [
    "# Rules", "",
    "What `vmscan` judges, and why. Generated from the rules by `scripts/generate`; do not edit.",
    "",
    "Severities are critical, high, medium, low and informational. A fingerprint is made from "
      + "the rule, what it is about and the facts found, never from wording or severity.", "",
  ]

  private static func section(_ rule: Rule) -> [String] {
    let rated = "\(rule.severity.rawValue)" + (rule.severityNote.isEmpty ? "" : ".")
    return [
      "### \(rule.id) \(rule.name)", "", "**\(rule.title).**", "",
      "- Severity: \(rated)\(rule.severityNote.isEmpty ? "" : " \(rule.severityNote)")",
      "- Why: \(rule.rationale)", "- What to do: \(rule.remediation)",
      "- Answers to: \(citations(rule))",
    ] + reasons(rule) + companions(rule) + covered(rule) + examples(rule) + [""]
  }

  private static func citations(_ rule: Rule) -> String {
    guard !rule.citations.isEmpty else { return "no requirement" }
    return rule.citations.map(\.text).joined(separator: ", ")
  }

  private static func reasons(_ rule: Rule) -> [String] {
    guard !rule.reasons.isEmpty else { return [] }
    return ["- Reasons; each can be skipped or accepted by its own identifier:"]
      + rule.reasons.map { "  - \($0.id) `\($0.name)`: \($0.title)" }
  }

  private static func companions(_ rule: Rule) -> [String] {
    let others = Matter.companions(of: rule.id).map(\.description)
    return others.isEmpty
      ? [] : ["- Joined in one finding with \(others.joined(separator: ", ")) where they meet"]
  }

  private static func covered(_ rule: Rule) -> [String] {
    let names =
      rule.noticeKinds.map(\.rawValue).sorted() + rule.messageProblems.names
    return names.isEmpty ? [] : ["- Reports: " + names.map { "`\($0)`" }.joined(separator: ", ")]
  }

  private static func examples(_ rule: Rule) -> [String] {
    rule.examples.map { example in
      let rated = example.severity.map { $0 == rule.severity ? "" : " (\($0.rawValue))" } ?? ""
      return "- \(example.findings > 0 ? "Triggers" : "Does not trigger"): "
        + "\(example.summary)\(rated)"
    }
  }

  private static var requirements: [String] {
    ["## Requirements", "", RequirementCatalog.caution, ""]
      + RequirementCatalog.all.flatMap { requirement in
        let rules = RequirementCatalog.rules(for: requirement).map(\.id.description)
        return [
          "### \(requirement.number). \(requirement.source)", "",
          "- Asks: \(requirement.asks)", "- Reported: \(requirement.reported)",
          "- Rules: \(rules.isEmpty ? "none" : rules.joined(separator: ", "))",
        ] + (requirement.address.map { ["- Text: <\($0)>"] } ?? []) + [""]
      }
  }
}
