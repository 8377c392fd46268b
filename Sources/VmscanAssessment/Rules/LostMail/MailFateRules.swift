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

extension Rule {
  static let urgentNotMailed = Rule(
    "VM-310", "urgent-not-mailed", "This release does not mail urgent messages", .low,
    why: """
      Before 13.37, 16.14, 17.8 and 18.0 a message that the caller marked urgent is neither mailed
      nor deleted, so an owner who reads voicemail by mail never learns of it.
      """,
    remedy: """
      The administrator updates Asterisk, or turns off marking as urgent in the dialplan.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("Asterisk 16.13") {
        $0.configuration.asterisk.version = AsteriskVersion(16, 13, 0)
        $0.mailbox()
      },
      .passes("Asterisk 16.28") {
        $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
        $0.mailbox()
      },
      .passes("no mailbox has an address") {
        $0.configuration.asterisk.version = AsteriskVersion(16, 13, 0)
        $0.mailbox(email: nil)
      },
    ],
    logic: .system { context in
      guard let version = context.asterisk.version,
        !context.asterisk.hasFeature(since: (13, 37), (16, 14), (17, 8)),
        context.input.configuration.mailboxes.contains(where: \.hasEmail)
      else { return [] }
      return [
        Detection(
          .system,
          message:
            "Asterisk \(word: version.description) does not mail messages that are marked urgent.")
      ]
    })
}
