import VmscanModel

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
