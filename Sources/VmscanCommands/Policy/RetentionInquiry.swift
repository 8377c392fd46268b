import VmscanAssessment
import VmscanModel
import VmscanStore

/// Asks what would become of a message; `explain`, `policy test` and `purge` ask the same evaluator.
struct RetentionInquiry {
  let evaluator: RetentionEvaluator

  /// A policy that is named decides, and the settings' where nothing is asked for; the minimums of the
  /// settings' policy protect either way.
  ///
  /// `holds`: those in force unless others are given; `now`: the clock that ages are counted from, the
  /// site's unless another is given.
  /// - Throws: `CommandFailure` when a policy or the holds cannot be read.
  init(
    _ site: Site, _ store: HistoryStore, _ request: PurgeRequest, doubts: DecisionDoubts,
    holds: [Hold]? = nil, now: Timestamp? = nil
  ) throws {
    let standing = try site.settings.policyFile.map { try PolicyFile.read($0) }
    let isPolicy = request.policyFile != nil || request.predicate.isEmpty
    evaluator = RetentionEvaluator(
      predicate: request.predicate, authority: isPolicy ? .policy : .predicate,
      rules: try request.policyFile.map { try PolicyFile.read($0) } ?? standing,
      standing: standing,
      holds: try holds
        ?? History.failing { try store.holds(inForceAt: site.protectionTime) },
      now: now ?? site.now, protectionTime: site.protectionTime, doubts: doubts)
  }

  var rules: RetentionRules? { evaluator.rules }

  /// Holds that may keep a message of the mailbox.
  func holds(over mailbox: MailboxID) -> [Hold] {
    evaluator.holds.filter { $0.scope.covers(mailbox: mailbox, caller: nil, origtime: nil) }
  }

  /// What the policy says of a folder, in a sentence.
  func limits(of mailbox: MailboxID, _ folder: Folder) -> Sentence {
    guard let rules else { return "no policy is set" }
    let removal = rules.removal(mailbox: mailbox, folder: folder)
    let exemption = rules.exemption(mailbox: mailbox, folder: folder)
    let minimum = rules.minimum(mailbox: mailbox, folder: folder)
    let parts: [Sentence] = [
      removal.map {
        let only: Sentence = $0.rule.onlyEmailed ? " what was e-mailed" : ""
        return "rule '\(text: $0.rule.name)' removes\(only) after \($0.age)"
      },
      exemption.map { "rule '\(text: $0.name)' never removes" },
      minimum.map { "rule '\(text: $0.rule.name)' keeps at least \($0.age)" },
    ].compactMap { $0 }
    return parts.isEmpty ? "no rule sets a limit" : Sentence(joining: parts)
  }
}

extension RetentionDecision {
  /// What decided, in a few words.
  var authority: Sentence {
    switch self {
    case .remove(let reason):
      reason.rule.map { "rule '\(text: $0)'" } ?? "the predicates"
    case .keep(let reasons): reasons.first?.authority ?? ""
    case .undecidable: "what could not be read or dated stays"
    }
  }
}

extension KeepReason {
  fileprivate var authority: Sentence {
    switch self {
    case .held: "a legal hold"
    case .legalMinimum(let rule, _), .notEmailed(let rule, _): "rule '\(text: rule)'"
    case .withinPolicy(let rule, _):
      rule.isEmpty ? "no rule sets a limit" : "rule '\(text: rule)'"
    case .notSelected, .tooYoung: "the predicates"
    }
  }
}
