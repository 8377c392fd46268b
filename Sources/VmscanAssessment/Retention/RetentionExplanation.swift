package import VmscanModel

/// Why a message stays or may go, for `policy test` and `explain`.
package struct RetentionExplanation: Sendable, Hashable {
  package var decision: RetentionDecision
  /// What was weighed, in order, one sentence each; the last one decided.
  package var steps: [Sentence]

  package init(decision: RetentionDecision, steps: [Sentence]) {
    self.decision = decision
    self.steps = steps
  }
}

extension RetentionEvaluator {
  /// Decides as `decision(for:)` does, and says which holds and rules were weighed.
  package func explanation(for message: CandidateMessage) -> RetentionExplanation {
    let decision = decision(for: message)
    return RetentionExplanation(
      decision: decision,
      steps: [ageStep(message), holdStep(message)] + ruleSteps(message) + [decision.sentence])
  }

  private func ageStep(_ message: CandidateMessage) -> Sentence {
    guard let age = message.age(at: now), let origtime = message.origtime else {
      return "its age is not known"
    }
    return "recorded \(origtime), \(Int(age.seconds / 86400), "day") before \(now)"
  }

  private func holdStep(_ message: CandidateMessage) -> Sentence {
    let active = holds.count { $0.isInForce(at: now) }
    return active == 0 ? "no hold is in force" : "\(active, "hold") in force"
  }

  private static func title(of rules: RetentionRules) -> Sentence {
    let title: Sentence =
      "policy version \(setting: rules.version) of \(name: ByteText(rules.owner))"
    return rules.reviewDate.map { "\(title), to be reviewed \(day: $0)" } ?? title
  }

  private func ruleSteps(_ message: CandidateMessage) -> [Sentence] {
    guard let rules else { return ["no policy is given"] }
    let minimum = rules.minimum(mailbox: message.mailbox, folder: message.folder)
    let removal = rules.removal(mailbox: message.mailbox, folder: message.folder)
    return [
      Self.title(of: rules),
      minimum.map { "rule '\(setting: $0.rule.name)' keeps \(message.folder) at least \($0.age)" }
        ?? "no rule keeps \(message.folder) for a minimum time",
      removal.map {
        "rule '\(setting: $0.rule.name)' removes from \(message.folder) after \($0.age)"
      }
        ?? "no rule limits \(message.folder)",
    ]
  }
}
