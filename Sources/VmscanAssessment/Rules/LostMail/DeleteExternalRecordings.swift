import VmscanModel

extension Rule {
  static let deleteExternalRecordings = Rule(
    "VM-305", "delete-external-recordings",
    "A recording added from outside may delete an unrelated message", .high,
    why: """
      With attachextrecs and delete both on, a call recording stored in another folder makes
      Asterisk mail and delete the INBOX message of the same number instead
      (msg_create_from_file).
      """,
    remedy: """
      The administrator removes attachextrecs=yes or delete=yes from the mailbox's options in
      voicemail.conf, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations + [.hipaaTransmission],
    examples: [
      .triggers("`attachextrecs=yes|delete=yes`") {
        $0.mailbox {
          $0.attachExternalRecordings = Setting(true)
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("the release does not know attachextrecs") {
        $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
        $0.mailbox {
          $0.attachExternalRecordings = Setting(true)
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`attachextrecs=yes`, messages are kept") {
        $0.mailbox { $0.attachExternalRecordings = Setting(true) }
      },
    ],
    logic: .configured { view, context in
      guard view.deletes, view.mailbox.attachExternalRecordings.value,
        context.asterisk.hasFeature(since: (18, 16), (20, 1))
      else { return nil }
      return Detection(
        view.subject,
        message: "Call recordings stored here can mail and delete an unrelated INBOX message.",
        evidence: view.places(
          view.mailbox.attachExternalRecordings.origin, view.mailbox.deleteAfterEmail.origin))
    })
}
