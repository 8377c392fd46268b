import VmscanModel

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
