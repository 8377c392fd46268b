package import VmscanModel

/// Why a message stays or may go, for `policy test` and `explain`.
package struct RetentionExplanation: Sendable, Hashable {
  package var decision: RetentionDecision
  /// What was weighed, in order, one sentence each; the last one decided.
  package var steps: [String]

  package init(decision: RetentionDecision, steps: [String]) {
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
      steps: [ageStep(message), holdStep(message)] + ruleSteps(message) + [decision.description])
  }

  private func ageStep(_ message: CandidateMessage) -> String {
    guard let age = message.age(at: now), let origtime = message.origtime else {
      return "its age is not known"
    }
    return "recorded \(origtime), \(age.seconds / 86400) days before \(now)"
  }

  private func holdStep(_ message: CandidateMessage) -> String {
    let active = holds.count { $0.isInForce(at: now) }
    return active == 0 ? "no hold is in force" : "\(active) holds are in force"
  }

  private func ruleSteps(_ message: CandidateMessage) -> [String] {
    guard let rules else { return ["no policy is given"] }
    let minimum = rules.minimum(mailbox: message.mailbox, folder: message.folder)
    let removal = rules.removal(mailbox: message.mailbox, folder: message.folder)
    return [
      rules.title,
      minimum.map { "rule '\($0.rule.name)' keeps \(message.folder) at least \($0.age)" }
        ?? "no rule keeps \(message.folder) for a minimum time",
      removal.map { "rule '\($0.rule.name)' removes from \(message.folder) after \($0.age)" }
        ?? "no rule limits \(message.folder)",
    ]
  }
}
