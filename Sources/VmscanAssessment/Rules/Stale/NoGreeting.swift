import VmscanModel

extension Rule {
  static let noGreeting = Rule(
    "VM-604", "no-greeting", "A mailbox in use has no greeting", .low,
    why: """
      Callers do not know whose mailbox they reached, and a greeting somebody else records would
      not be noticed.
      """,
    remedy: "The owner records a greeting by telephone.",
    citations: [.fccVoicemail],
    examples: [
      .triggers("messages, but no greeting") {
        $0.pair {
          $0.forgetOwner()
          $0.add()
        }
      },
      .passes("a greeting was recorded") { $0.pair { $0.add() } },
      .passes("never set up at all, which is another finding") {
        $0.mailbox(pin: "1001")
        $0.directory {
          $0.forgetOwner()
          $0.add()
        }
      },
    ],
    logic: .configured { view, context in
      guard view.hasDirectory, !view.isPartial, !Staleness.hasGreeting(view),
        !view.pin.isDefault, Staleness.idle(view, context) == nil
      else { return nil }
      return Detection(
        view.subject, message: "There is no recorded greeting.", evidence: view.place)
    })
}
