import VmscanModel

extension Rule {
  static let undeliverableDestination = Rule(
    "VM-105", "undeliverable-destination", "Voicemail goes to an address that cannot receive it",
    .medium,
    why: """
      A malformed address or a reserved name bounces or is delivered to whoever the mail server
      thinks is meant, and the owner does not learn of messages.
      """,
    remedy: """
      The administrator corrects the address in voicemail.conf; several addresses are separated by
      a bar, and only in the e-mail field.
      """,
    citations: [.hipaaTransmission, .nistFlow, .fccVoicemail],
    examples: [
      .triggers("the address has two at signs") { $0.mailbox(email: "alice@@example.com") },
      .triggers("the domain is reserved") { $0.mailbox(email: "alice@example.invalid") },
      .triggers("the pager address is malformed") { $0.mailbox(pager: "5551234@") },
      .passes("the address is well formed") { $0.mailbox() },
    ],
    logic: .configured { view, context in
      let pagerIsText = context.notices[.optionsInPagerField, default: []]
        .contains { $0.mailbox?.folded == view.id.folded }
      let addresses = view.recipients.filter {
        $0.destinationClass == .undeliverable && !($0.channel == .pager && pagerIsText)
      }
      guard !addresses.isEmpty else { return nil }
      return Detection(
        view.subject, key: DestinationJudgement.key(addresses, audio: false),
        message: "\(Wording.addresses(addresses)) cannot receive mail.", evidence: view.place)
    })
}

extension Rule {
  static let outsidePager = Rule(
    "VM-106", "outside-pager", "Notices go to a pager address outside the organisation", .low,
    varies: "Medium for a throw-away service or a look-alike domain.",
    why: """
      The pager field is a second destination that is easily overlooked; its mails name the caller
      and the time, though never the recording.
      """,
    remedy: """
      The administrator confirms the address with the owner, then approves the domain in the
      settings or removes it from the pager field.
      """,
    citations: DestinationJudgement.citations,
    examples: [
      .triggers("the pager address is of another organisation") {
        $0.mailbox(pager: "5551234@contoso.com")
      },
      .triggers("the pager address is of a throw-away service", .medium) {
        $0.mailbox(pager: "alice@mailinator.com")
      },
      .passes("the pager address is of an approved domain") {
        $0.settings.approvedDomains = ["contoso.com"]
        $0.mailbox(pager: "5551234@contoso.com")
      },
    ],
    logic: .configured { view, _ in
      let pagers = view.recipients.filter {
        $0.channel == .pager && $0.destinationClass.isOutside
      }
      guard let pager = pagers.first else { return nil }
      let dubious = pager.destinationClass == .disposable || pager.destinationClass == .lookAlike
      return Detection(
        view.subject, severity: dubious ? .medium : .low,
        key: DestinationJudgement.key(pagers, audio: false),
        message: "Notices of new messages go to \(Wording.addresses(pagers)).",
        evidence: view.place)
    })
}

extension Rule {
  static let forwardedOutside = Rule(
    "VM-107", "forwarded-outside", "Mail is passed on to an address outside the organisation",
    .high,
    varies: "Low when no audio is attached.",
    why: """
      The mail log shows that mails of this mailbox end at an address that is not configured here:
      an alias or a forwarding rule sends recordings out, and no voicemail setting shows it.
      """,
    remedy: """
      The mail administrator removes the alias or forwarding, or the owner does in the mail
      program; approve the domain in the settings if it is meant to be.
      """,
    citations: DestinationJudgement.citations + [.naraMessages],
    examples: [
      .triggers("a mail to `alice@example.com` ended at `alice@gmail.com`") {
        $0.mailbox()
        $0.directory(effective: ["alice@gmail.com"])
      },
      .triggers("the same without audio", .low) {
        $0.mailbox { $0.attach = Setting(false) }
        $0.directory(effective: ["alice@gmail.com"])
      },
      .passes("an alias within the site") {
        $0.mailbox()
        $0.directory(effective: ["a.example@example.com"])
      },
      .passes("the outside address is the configured one") {
        $0.mailbox(email: "alice@gmail.com")
        $0.directory(effective: ["alice@gmail.com"])
      },
    ],
    logic: .configured { view, _ in
      let outside = view.effectiveRecipients.filter(\.destinationClass.isOutside)
      guard !outside.isEmpty else { return nil }
      let sendsAudio = outside.contains(where: \.audio)
      return Detection(
        view.subject, severity: sendsAudio ? .high : .low,
        key: DestinationJudgement.key(outside, audio: sendsAudio),
        message: "Mails to the configured address ended at \(Wording.addresses(outside)).",
        evidence: view.place)
    })
}
