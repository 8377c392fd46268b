import VmscanModel

extension Rule {
  static let mailFailed = Rule(
    "VM-308", "mail-failed", "Mails of messages still kept did not arrive", .medium,
    why: """
      The mail log shows that mails bounced, expired or were refused. The owner may not know of
      the messages, and with delete=yes such messages would be gone.
      """,
    remedy: """
      The mail administrator looks up the refusals in the mail log; the administrator corrects the
      address. Keep these messages until the owner has heard them.
      """,
    citations: LostMailJudgement.citations + [.hipaaTransmission],
    examples: [
      .triggers("two messages whose mail bounced") {
        $0.mailbox()
        $0.directory(grade: .failed) { $0.add(2) }
      },
      .passes("the mail was delivered") {
        $0.mailbox()
        $0.directory(grade: .delivered) { $0.add(2) }
      },
    ],
    logic: .directory { view, _ in
      guard let failed = view.facts.grades[.failed], failed.messages > 0 else { return nil }
      return Detection(
        view.subject,
        message:
          "The mail of \(failed.messages, "message") still kept here did not reach every recipient.",
        evidence: [view.path()])
    })
}
