import VmscanModel

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
