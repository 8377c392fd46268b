import VmscanModel

extension Rule {
  static let deleteWithoutAddress = Rule(
    "VM-301", "delete-without-address", "Messages are deleted and mailed to nobody", .critical,
    why: """
      With delete=yes Asterisk removes each message after the notification step, whether or not a
      mail was sent. Without an address every message is lost, and the caller believes it was kept.
      """,
    remedy: """
      The administrator removes delete=yes from the mailbox's options in voicemail.conf at once, or
      adds the owner's address, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`delete=yes` with no e-mail field") {
        $0.mailbox(email: nil) { $0.deleteAfterEmail = Setting(true) }
      },
      .triggers("`delete=yes` with an empty e-mail field") {
        $0.mailbox(email: "") { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("`delete=yes` with an address") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("no address, messages are kept") { $0.mailbox(email: nil) },
    ],
    logic: .configured { view, _ in
      guard view.deletes, !view.hasEmail, !view.hasPager else { return nil }
      return Detection(
        view.subject,
        message: "Every new message is deleted, and there is no address it could be mailed to.",
        evidence: view.places(view.mailbox.deleteAfterEmail.origin))
    })
}
