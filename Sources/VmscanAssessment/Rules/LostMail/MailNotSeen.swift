import VmscanModel

extension Rule {
  static let mailNotSeen = Rule(
    "VM-309", "mail-not-seen", "The mail log shows no mail for messages of a mailbox with address",
    .low,
    why: """
      The mailbox has an address, the mail log covers the time, and no mail was seen: the mail
      command failed, the address came later, or the message was put there otherwise.
      """,
    remedy: """
      The administrator checks that the mail command in voicemail.conf exists and works, and that
      every mail log is read.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("no mail was seen for two messages") {
        $0.mailbox()
        $0.directory(grade: .absent) { $0.add(2) }
      },
      .passes("the mailbox has no address") {
        $0.mailbox(email: nil)
        $0.directory(grade: .absent) { $0.add(2) }
      },
    ],
    logic: .directory { view, _ in
      guard let absent = view.facts.grades[.absent], absent.messages > 0,
        view.facts.recipients.contains(where: { $0.channel == .email })
      else { return nil }
      return Detection(
        view.subject,
        message: """
          The mail log covers the arrival of \(absent.messages, "message") kept here and shows no \
          mail.
          """,
        evidence: [view.path()])
    })
}
