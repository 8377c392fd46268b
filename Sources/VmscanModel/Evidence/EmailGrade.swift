/// How well it is known that a message was e-mailed.
package enum EmailGrade: String, Sendable, Codable, CaseIterable {
  /// A mail server accepted final responsibility for every recipient.
  case delivered
  /// Queued or accepted by the mail command; no final word yet.
  case handedOver
  /// No log covers the time; configuration and history say that a mail with audio was due.
  case inferred
  /// Bounced, expired, rejected, or deferred beyond its life, for at least one recipient.
  case failed
  /// A log that covers the time shows no mail.
  case absent
  /// A mail without audio.
  case noticeOnly
  /// Nothing says that a mail was due.
  case none

  /// Whether `--emailed` selects it.
  package var countsAsEmailed: Bool {
    switch self {
    case .delivered, .handedOver, .inferred: true
    case .failed, .absent, .noticeOnly, .none: false
    }
  }
}

extension EmailGrade {
  /// How much the grade says for removing the message: 0 for `failed` up to 6 for `delivered`.
  ///
  /// Of several possible grades the weakest is the true one for a purge.
  package var strength: Int {
    switch self {
    case .failed: 0
    case .none: 1
    case .absent: 2
    case .noticeOnly: 3
    case .inferred: 4
    case .handedOver: 5
    case .delivered: 6
    }
  }

  /// The weaker of two grades.
  package static func weaker(_ left: EmailGrade, _ right: EmailGrade) -> EmailGrade {
    left.strength <= right.strength ? left : right
  }
}
