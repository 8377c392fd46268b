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
