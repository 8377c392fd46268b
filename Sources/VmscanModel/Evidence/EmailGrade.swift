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
