/// What one report says about one duty that a law, standard or guide sets.
package struct RequirementStatement: Sendable, Hashable {
  /// One rule that answers to the requirement, with what it found.
  package struct RuleAnswer: Sendable, Hashable {
    package var rule: RuleDocument
    package var findings: [ReportedFinding]

    package init(rule: RuleDocument, findings: [ReportedFinding]) {
      self.rule = rule
      self.findings = findings
    }
  }

  package var number: Int
  package var source: String
  /// What the text asks for.
  package var asks: String
  /// What the reports of this program can show about it.
  package var reported: String
  /// Where the text is published; empty when there is no address.
  package var address: String
  /// Figures of the report that bear on it.
  package var facts: [Fact]
  package var answers: [RuleAnswer]

  package init(
    number: Int, source: String, asks: String, reported: String, address: String, facts: [Fact],
    answers: [RuleAnswer]
  ) {
    self.number = number
    self.source = source
    self.asks = asks
    self.reported = reported
    self.address = address
    self.facts = facts
    self.answers = answers
  }
}
