package import VmscanModel

/// A situation in which a rule speaks or keeps silent; documentation and test in one.
package struct RuleExample: Sendable {
  /// One phrase for the manual.
  package var summary: String
  /// Findings of the rule in this situation; 0 when it keeps silent.
  package var findings: Int
  /// Severity of those findings; `nil` when it is the rule's own.
  package var severity: Severity?
  private let arrange: @Sendable (inout Scenario) -> Void

  /// A situation in which the rule speaks.
  static func triggers(
    _ summary: String, _ severity: Severity? = nil, findings: Int = 1,
    _ arrange: @escaping @Sendable (inout Scenario) -> Void
  ) -> RuleExample {
    RuleExample(summary: summary, findings: findings, severity: severity, arrange: arrange)
  }

  /// A situation in which it keeps silent.
  static func passes(
    _ summary: String, _ arrange: @escaping @Sendable (inout Scenario) -> Void
  ) -> RuleExample {
    RuleExample(summary: summary, findings: 0, severity: nil, arrange: arrange)
  }

  /// What the rules judge in this situation.
  package var input: AssessmentInput { input(at: Scenario.now) }

  /// The same at another time.
  package func input(at now: Timestamp) -> AssessmentInput {
    var scenario = Scenario()
    arrange(&scenario)
    return scenario.input(at: now)
  }
}
