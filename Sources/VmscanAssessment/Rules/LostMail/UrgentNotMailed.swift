import VmscanModel

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
