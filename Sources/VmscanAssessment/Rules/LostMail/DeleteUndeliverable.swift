import VmscanModel

extension Rule {
  static let deleteUndeliverable = Rule(
    "VM-304", "delete-undeliverable", "Messages are deleted although the mail cannot arrive",
    .critical,
    varies: "Medium when only some of the recipients cannot receive mail.",
    why: """
      Asterisk deletes the message as soon as the mail command was started. A mail to a malformed
      or reserved address bounces later, and the recording exists nowhere.
      """,
    remedy: """
      The administrator corrects the address or removes delete=yes in voicemail.conf, and reloads
      voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`delete=yes` and the only address is a blank") {
        $0.mailbox(email: " ") { $0.deleteAfterEmail = Setting(true) }
      },
      .triggers("one of two addresses cannot receive mail", .medium) {
        $0.mailbox(email: "alice@example.com|alice@example.invalid") {
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .triggers("the field holds nothing but separators") {
        $0.mailbox(email: "|") { $0.deleteAfterEmail = Setting(true) }
      },
      .passes("every address is well formed") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
      },
    ],
    logic: .configured { view, _ in
      guard view.deletes, view.hasEmail else { return nil }
      let bad = view.emailRecipients.filter { $0.destinationClass == .undeliverable }
      let all = bad.count == view.emailRecipients.count
      guard all || !bad.isEmpty else { return nil }
      let why: Sentence =
        bad.isEmpty
        ? "although the e-mail field holds no address"
        : "after a mail to \(Wording.addresses(bad)), which cannot receive it"
      return Detection(
        view.subject, severity: all ? .critical : .medium,
        key: DestinationJudgement.key(bad, audio: view.attaches),
        message: "Every new message is deleted \(why).",
        evidence: view.places(view.mailbox.deleteAfterEmail.origin))
    })
}
