import VmscanModel

extension Rule {
  static let deleteWithoutAudio = Rule(
    "VM-303", "delete-without-audio", "Messages are deleted although the mail has no recording",
    .high,
    why: """
      With attach off the mail says only that somebody called. With delete=yes the recording is
      removed all the same and exists nowhere.
      """,
    remedy: """
      The administrator sets attach=yes or removes delete=yes in the mailbox's options in
      voicemail.conf, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`attach=no|delete=yes`") {
        $0.mailbox {
          $0.attach = Setting(false)
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`attach=yes|delete=yes`") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("`attach=no`, messages are kept") { $0.mailbox { $0.attach = Setting(false) } },
    ],
    logic: .configured { view, _ in
      guard view.deletes, view.hasEmail, !view.attaches else { return nil }
      return Detection(
        view.subject,
        message: "Every new message is deleted after a mail that does not hold the recording.",
        evidence: view.places(
          view.mailbox.attach.origin, view.mailbox.deleteAfterEmail.origin))
    })
}
