import VmscanModel

extension Rule {
  static let deleteLetters = Rule(
    "VM-306", "delete-letters", "A mailbox named with letters may delete the wrong message", .high,
    why: """
      Asterisk stores a message under the name as dialled but mails and deletes under the name as
      configured. A call to `bob` for mailbox `Bob` deletes another message and mails the wrong one.
      """,
    remedy: """
      The administrator gives the mailbox a number, or removes delete=yes from its options in
      voicemail.conf, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations + [.hipaaTransmission],
    examples: [
      .triggers("mailbox `Bob` with `delete=yes`") {
        $0.mailbox("Bob") { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("mailbox `1001` with `delete=yes`") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("mailbox `Bob`, messages are kept") { $0.mailbox("Bob") },
    ],
    logic: .configured { view, _ in
      let name = view.id.mailbox
      let hasLetters = name.bytes.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
      guard view.deletes, hasLetters else { return nil }
      return Detection(
        view.subject,
        message:
          "A call that spells '\(setting: name)' in another case mails and deletes another message.",
        evidence: view.places(view.mailbox.deleteAfterEmail.origin))
    })
}
