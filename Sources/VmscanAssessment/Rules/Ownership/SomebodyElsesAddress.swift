import VmscanModel

extension Rule {
  static let somebodyElsesAddress = Rule(
    "VM-202", "somebody-elses-address", "The address fits another mailbox's owner better",
    .medium,
    why: """
      The name in the address is that of another mailbox's owner, so one person probably receives
      another's messages: a mistyped line, or a number that changed hands.
      """,
    remedy: """
      The administrator asks both owners and corrects the address in voicemail.conf; accept the
      finding where a deputy is meant to listen.
      """,
    citations: [.hipaaIdentification, .hipaaTransmission, .nistFlow, .cisProcess],
    examples: [
      .triggers("Alice's mailbox mails to `bob@example.com`, and Bob has one too") {
        $0.mailbox("1001", name: "Alice Example", email: "bob.sample@example.com")
        $0.mailbox("1002", name: "Bob Sample", email: "bob.sample@example.com")
      },
      .passes("each mailbox mails to its own owner") {
        $0.mailbox("1001", name: "Alice Example", email: "alice.example@example.com")
        $0.mailbox("1002", name: "Bob Sample", email: "bob.sample@example.com")
      },
    ],
    logic: .configured { view, context in
      let matches = view.emailRecipients.compactMap { recipient in
        context.owners.betterOwner(
          for: recipient.address, of: view.id, fullName: view.mailbox.fullName
        ).map { (recipient: recipient, owner: $0) }
      }
      guard let first = matches.first else { return nil }
      return Detection(
        view.subject, key: matches.map(\.recipient.address.stripped.lowercased).sorted(),
        message: """
          \(Wording.addresses(matches.map(\.recipient))) fits '\(name: first.owner.fullName)' \
          (\(first.owner.id)) better than this mailbox's owner.
          """,
        evidence: view.place)
    })
}
