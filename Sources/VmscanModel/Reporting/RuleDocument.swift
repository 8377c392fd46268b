/// What a person reads about one rule.
package struct RuleDocument: Sendable, Hashable {
  package var id: RuleID
  /// Short word for the command line, such as `personal-destination`.
  package var name: String
  package var title: String
  /// Severity the rule usually gives; a finding may have another one.
  package var severity: Severity
  /// Why it matters.
  package var rationale: String
  /// What to do about it.
  package var remediation: String
  package var requirements: [RequirementReference]

  package init(
    id: RuleID, name: String, title: String, severity: Severity, rationale: String,
    remediation: String, requirements: [RequirementReference] = []
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.severity = severity
    self.rationale = rationale
    self.remediation = remediation
    self.requirements = requirements
  }
}

/// A place in a law, standard or guide that a rule touches.
package struct RequirementReference: Sendable, Hashable, Codable {
  /// How it is cited, such as `HIPAA 164.312(b)`.
  package var id: String
  /// What it asks, in a few words, with the edition.
  package var source: String
  /// Where the text is published; empty when there is no address.
  package var url: String

  package init(id: String, source: String, url: String) {
    self.id = id
    self.source = source
    self.url = url
  }
}
