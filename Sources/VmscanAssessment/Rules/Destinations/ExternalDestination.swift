import VmscanModel

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
