import VmscanModel

extension Rule {
  static let neverSetUp = Rule(
    "VM-603", "never-set-up", "A mailbox was never set up by its owner", .medium,
    why: """
      There is no recorded greeting, and the PIN is none or the mailbox number: the owner never
      called in, and whoever does first can take it over.
      """,
    remedy: """
      The administrator sets a random PIN and asks the owner to record a greeting, or removes the
      mailbox from voicemail.conf.
      """,
    citations: Staleness.citations + [.fccVoicemail, .cjisDefaults],
    examples: [
      .triggers("no greeting, and the PIN is the mailbox number") {
        $0.mailbox(pin: "1001")
        $0.directory { $0.forgetOwner() }
      },
      .triggers("no greeting and no PIN") {
        $0.mailbox(pin: "")
        $0.directory { $0.forgetOwner() }
      },
      .passes("a greeting was recorded") {
        $0.mailbox(pin: "1001")
        $0.directory()
      },
      .passes("the context could not be read, so a greeting may be there") {
        $0.mailbox(pin: "1001")
        $0.unread("/default")
      },
      .passes("the PIN was changed") {
        $0.mailbox()
        $0.directory { $0.forgetOwner() }
      },
    ],
    logic: .configured { view, _ in
      guard !view.isPartial, !Staleness.hasGreeting(view), view.pin.isDefault
      else { return nil }
      return Detection(
        view.subject,
        message: "There is no recorded greeting, and the PIN is \(secret: "the default one").",
        evidence: view.place)
    })
}
