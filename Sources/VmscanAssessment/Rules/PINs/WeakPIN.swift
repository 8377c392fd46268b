import VmscanModel

/// The rules on single PINs, one per way of being weak, all by one judgement.
enum WeakPIN {
  static func rule(
    _ id: String, _ name: String, _ title: String, _ severity: Severity, _ family: PINFamily,
    varies: String = "", why: String, remedy: Sentence = randomPIN, citations: [Citation] = [],
    examples: [RuleExample]
  ) -> Rule {
    Rule(
      id, name, title, severity, varies: varies, why: why, remedy: remedy,
      citations: [.nistVerifiers, .fccVoicemail, .disaUnifiedMail, .hipaaAuthentication]
        + citations,
      examples: examples + [.passes("a random PIN of six digits") { $0.pair() }],
      logic: .configured { view, _ in
        let found = view.pin.weaknesses(in: family)
        guard !found.isEmpty else { return nil }
        return Detection(
          view.subject, severity: found.map(\.severity).max(),
          message: "\(found.map { Sentence(.word($0.summary)) }).",
          evidence: evidence(view))
      })
  }

  private static func evidence(_ view: ConfiguredView) -> [Place] {
    switch view.mailbox.pinOrigin {
    case .configuration(let origin), .secretFile(let origin), .configurationFallback(let origin):
      [Place(origin)]
    case .unreadable(let path): [Place(path)]
    }
  }

  static let randomPIN: Sentence = """
    The owner changes it by telephone, or the administrator sets a random one of six digits or more
    and reloads voicemail.
    """

  static func example(
    _ what: String, _ severity: Severity? = nil, pin: String, mailbox: String = "1001"
  ) -> RuleExample {
    .triggers(what, severity) { $0.mailbox(mailbox, pin: pin) }
  }
}
