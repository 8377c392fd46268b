/// The one decision about one message; report and purge use the same.
package enum RetentionDecision: Sendable, Hashable {
  /// Stays, for every reason that applies, strongest first.
  case keep([KeepReason])
  case remove(RemovalReason)
  /// Stays because nobody can say whether it may go; reported.
  case undecidable(DecisionProblem)

  package var isRemoval: Bool {
    if case .remove = self { return true }
    return false
  }
}

/// Why a message stays.
package enum KeepReason: Sendable, Hashable {
  /// A legal hold covers it.
  case held(hold: String)
  /// A rule says that it must be kept at least until then.
  case legalMinimum(rule: String, until: Timestamp)
  /// The policy has no limit for it, as an unnamed rule or as one that says `never`, or the limit is not
  /// reached.
  case withinPolicy(rule: String, until: Timestamp?)
  /// The policy removes only what was e-mailed, and this was not.
  case notEmailed(rule: String, grade: EmailGrade)
  /// The predicate means other messages.
  case notSelected
  /// Selected but not old enough.
  case tooYoung
}

/// Why a message may go.
package struct RemovalReason: Sendable, Hashable {
  /// The rule of the policy that decided; `nil` when the predicate did.
  package var rule: String?
  /// For a person, such as `e-mailed (delivered), older than 30d by origtime`.
  package var text: Sentence

  package init(rule: String? = nil, text: Sentence) {
    self.rule = rule
    self.text = text
  }
}

/// Why nothing can be decided about a message.
package enum DecisionProblem: String, Sendable, Hashable, Codable, CaseIterable {
  case missingOrigtime, futureOrigtime
  case unreadableEnvelope, damagedEnvelope
  /// Audio without an envelope: whose message it is nobody can say.
  case audioWithoutEnvelope
  case symbolicLink, irregularFile, ambiguousNumber, unreachableNumber
  /// A part of the mailbox could not be read.
  case incompleteMailbox
  /// Only inferred to have been e-mailed, while a mail log that was named could not be read or is of
  /// no use.
  case unreadMailLog
  /// Only inferred to have been e-mailed, while a part of the configuration could not be read.
  case unreadSettings
  /// Without a mailbox that could be read, while mailboxes may be configured elsewhere.
  case unreadMailboxes
}

extension KeepReason {
  package var sentence: Sentence {
    switch self {
    case .held(let hold): "held: \(text: hold)"
    case .legalMinimum(let rule, let until):
      "must be kept until \(until) by rule '\(text: rule)'"
    case .withinPolicy(let rule, let until):
      until.map { "may stay until \($0) by rule '\(text: rule)'" }
        ?? (rule.isEmpty ? "no rule sets a limit" : "rule '\(text: rule)' never removes it")
    case .notEmailed(let rule, let grade):
      """
      rule '\(text: rule)' removes only what was e-mailed, and this has grade \
      \(word: grade.rawValue)
      """
    case .notSelected: "not selected"
    case .tooYoung: "not old enough"
    }
  }
}

extension DecisionProblem {
  package var sentence: Sentence { Sentence(.word(description)) }
}

extension DecisionProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingOrigtime: "age unknown: the envelope has no origtime"
    case .futureOrigtime: "age unknown: origtime lies in the future"
    case .unreadableEnvelope: "the envelope cannot be read"
    case .damagedEnvelope: "the envelope is damaged"
    case .audioWithoutEnvelope: "audio without an envelope"
    case .symbolicLink: "a file of the message is a symbolic link"
    case .irregularFile: "a file of the message is neither a regular file nor a link"
    case .ambiguousNumber: "two names stand for the same number"
    case .unreachableNumber: "the number is 9999 or higher"
    case .incompleteMailbox: "the mailbox could not be read completely"
    case .unreadMailLog:
      "a mail log could not be read or is of no use, so its mail may have failed unseen"
    case .unreadSettings:
      "the configuration could not be read whole, and may say that it was not mailed"
    case .unreadMailboxes: "its mailbox may be configured where this program could not read"
    }
  }
}

extension RetentionDecision {
  package var sentence: Sentence {
    switch self {
    case .keep(let reasons): "keep: \(reasons.map(\.sentence))"
    case .remove(let reason): "remove: \(reason.text)"
    case .undecidable(let problem): "keep, undecidable: \(word: problem.description)"
    }
  }
}
