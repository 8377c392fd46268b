import VmscanModel

/// The judgement that the rules on configured recipients share: one finding per mailbox that names
/// every address of one class.
enum DestinationJudgement {
  /// A detection when e-mail addresses of the class exist, rated `audio` when recordings go there
  /// and `notice` when only notices do.
  static func logic(
    _ kind: DestinationClass, _ what: Sentence, audio: Severity, notice: Severity
  ) -> RuleLogic {
    .configured { view, _ in
      let addresses = view.emailRecipients.filter { $0.destinationClass == kind }
      guard !addresses.isEmpty else { return nil }
      let sendsAudio = addresses.contains(where: \.audio)
      return Detection(
        view.subject, severity: sendsAudio ? audio : notice,
        key: key(addresses, audio: sendsAudio),
        message: sendsAudio
          ? "Recordings go to \(Wording.addresses(addresses)), \(what)."
          : "Notices without audio go to \(Wording.addresses(addresses)), \(what).",
        evidence: view.places(view.mailbox.attach.origin))
    }
  }

  /// Addresses and whether audio goes there: an accepted finding comes back when either changes.
  static func key(_ recipients: [RecipientFacts], audio: Bool) -> [ByteText] {
    [audio ? "audio" : "notice"] + Set(recipients.map(\.address.stripped.lowercased)).sorted()
  }

  static let citations: [Citation] = [
    .hipaaTransmission, .disaForwarding, .disaForwardingPlan, .disaUnifiedMail, .nistVoice,
    .nistFlow, .fccVoicemail,
  ]

  static let noticeOnly = "Lower when no audio is attached."
}

extension Rule {
  static let personalDestination = Rule(
    "VM-101", "personal-destination", "Voicemail goes to a personal mail account", .high,
    varies: DestinationJudgement.noticeOnly,
    why: """
      Recordings on a personal account are a second copy that the site can neither find, hold nor
      delete, and that stays with a leaver.
      """,
    remedy: """
      The administrator replaces the address in voicemail.conf by one of the site's own domain, or
      turns attach off; the owner removes the mails already received.
      """,
    citations: DestinationJudgement.citations + [.naraMessages, .hipaaDisposal],
    examples: [
      .triggers("recordings go to `alice@gmail.com`", .high) {
        $0.mailbox(email: "alice@gmail.com")
      },
      .triggers("only notices go to `alice@gmail.com`", .low) {
        $0.mailbox(email: "alice@example.com|alice@gmail.com") { $0.attach = Setting(false) }
      },
      .passes("recordings go to the site's own domain") { $0.mailbox() },
    ],
    logic: DestinationJudgement.logic(
      .personal, "a provider of personal mail", audio: .high, notice: .low))
}

extension Rule {
  static let externalDestination = Rule(
    "VM-102", "external-destination", "Voicemail goes to another organisation", .medium,
    varies: DestinationJudgement.noticeOnly,
    why: """
      Recordings leave the organisation without an entry in the list of approved destinations.
      """,
    remedy: """
      The administrator confirms the need with the owner, then approves the domain in the settings
      or replaces the address in voicemail.conf.
      """,
    citations: DestinationJudgement.citations,
    examples: [
      .triggers("recordings go to `alice@contoso.com`", .medium) {
        $0.mailbox(email: "alice@contoso.com")
      },
      .triggers("only notices go to `alice@contoso.com`", .low) {
        $0.mailbox(email: "alice@example.com|alice@contoso.com") { $0.attach = Setting(false) }
      },
      .passes("recordings go to the site's own domain") { $0.mailbox() },
    ],
    logic: DestinationJudgement.logic(
      .external, "outside the site's domains", audio: .medium, notice: .low))
}

extension Rule {
  static let disposableDestination = Rule(
    "VM-103", "disposable-destination", "Voicemail goes to a throw-away mail service", .critical,
    varies: DestinationJudgement.noticeOnly,
    why: """
      Anybody who knows or guesses the address can read mail of a throw-away service.
      """,
    remedy: """
      The administrator removes the address from voicemail.conf at once and asks the owner who
      set it.
      """,
    citations: DestinationJudgement.citations,
    examples: [
      .triggers("recordings go to `alice@mailinator.com`", .critical) {
        $0.mailbox(email: "alice@mailinator.com")
      },
      .triggers("only notices go to `alice@mailinator.com`", .high) {
        $0.mailbox(email: "alice@example.com|alice@mailinator.com") { $0.attach = Setting(false) }
      },
      .passes("recordings go to the site's own domain") { $0.mailbox() },
    ],
    logic: DestinationJudgement.logic(
      .disposable, "a throw-away mail service", audio: .critical, notice: .high))
}

extension Rule {
  static let lookAlikeDestination = Rule(
    "VM-104", "look-alike-destination", "Voicemail goes to a domain that resembles a known one",
    .high,
    varies: DestinationJudgement.noticeOnly,
    why: """
      The domain differs by one character from the site's own or a well-known provider's: a
      mistyped address, or a deliberate one that collects mail.
      """,
    remedy: """
      The administrator corrects the address in voicemail.conf; if it was set on purpose, treat
      it as an incident.
      """,
    citations: DestinationJudgement.citations,
    examples: [
      .triggers("recordings go to `alice@examp1e.com`", .high) {
        $0.mailbox(email: "alice@examp1e.com")
      },
      .triggers("only notices go to `alice@examp1e.com`", .medium) {
        $0.mailbox(email: "alice@example.com|alice@examp1e.com") { $0.attach = Setting(false) }
      },
      .passes("recordings go to the site's own domain") { $0.mailbox() },
    ],
    logic: DestinationJudgement.logic(
      .lookAlike, "a domain one character away from a known one", audio: .high, notice: .medium))
}
