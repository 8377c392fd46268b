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

extension Rule {
  static let deleteWithoutFormat = Rule(
    "VM-307", "delete-without-format",
    "Messages are deleted although their mail may hold an empty recording", .high,
    why: """
      attachfmt names a format that is not recorded. Asterisk then converts with sox, and without
      sox mails an empty attachment; with delete=yes the recording exists nowhere.
      """,
    remedy: """
      The administrator sets attachfmt to one of the formats in `format`, or removes it, in
      voicemail.conf, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`attachfmt=wav|delete=yes` while `format=wav49|gsm`") {
        $0.configuration.general.formats = Setting(["wav49", "gsm"])
        $0.mailbox {
          $0.attachFormat = Setting("wav")
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`attachfmt=gsm|delete=yes` while `format=wav49|gsm`") {
        $0.configuration.general.formats = Setting(["wav49", "gsm"])
        $0.mailbox {
          $0.attachFormat = Setting("gsm")
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`attachfmt=ogg` is no part of `format`, so Asterisk ignores it") {
        $0.configuration.general.formats = Setting(["wav49", "gsm"])
        $0.mailbox {
          $0.attachFormat = Setting("ogg")
          $0.deleteAfterEmail = Setting(true)
        }
      },
    ],
    logic: .configured { view, context in
      let wanted = view.mailbox.attachFormat.value
      guard view.deletes, view.hasEmail, view.attaches,
        context.general.attachment(of: wanted) == .missing
      else { return nil }
      return Detection(
        view.subject,
        message: """
          Every new message is deleted, and its mail asks for format '\(setting: wanted)', which is \
          not recorded.
          """,
        evidence: view.places(
          view.mailbox.attachFormat.origin, view.mailbox.deleteAfterEmail.origin))
    })
}

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
