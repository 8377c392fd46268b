import VmscanModel

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
