import VmscanModel

/// What the rules on lost mail share.
enum LostMailJudgement {
  static let citations: [Citation] = [
    .syscRecords, .secRecords, .preservation, .isoRecords, .cisProcess,
  ]
}

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

extension Rule {
  static let deleteWithPagerOnly = Rule(
    "VM-302", "delete-pager-only", "Messages are deleted after a page without the recording",
    .critical,
    why: """
      A pager mail never carries the recording. With delete=yes and a pager address only, every
      recording is removed and exists nowhere.
      """,
    remedy: """
      The administrator removes delete=yes from the mailbox's options in voicemail.conf, or adds an
      e-mail address, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`delete=yes` with a pager address only") {
        $0.mailbox(email: nil, pager: "5551234@example.com") {
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`delete=yes` with both addresses") {
        $0.mailbox(pager: "5551234@example.com") { $0.deleteAfterEmail = Setting(true) }
      },
    ],
    logic: .configured { view, _ in
      guard view.deletes, !view.hasEmail, view.hasPager else { return nil }
      return Detection(
        view.subject,
        message: "Every new message is deleted after a page, which never holds the recording.",
        evidence: view.places(view.mailbox.deleteAfterEmail.origin))
    })
}

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
