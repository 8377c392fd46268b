import VmscanModel

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
