import VmscanModel

extension Rule {
  static let staleMailbox = Rule(
    "VM-602", "stale-mailbox", "A mailbox is not used", .low,
    why: """
      An unused mailbox is an account without an owner: its PIN can be guessed at leisure and what
      it holds is looked after by nobody.
      """,
    remedy: "The administrator asks for the owner and removes the mailbox from voicemail.conf.",
    citations: Staleness.citations,
    examples: [
      .triggers("nothing for a year, no address") {
        $0.mailbox(email: nil)
        $0.directory { $0.greetingsModified = Scenario.now - .days(365) }
      },
      .triggers("no directory, known for a year") {
        $0.mailbox(email: nil)
        $0.knowledge[Scenario.id("1001")] = .seen([], since: .days(365))
      },
      .passes("INBOX is full, so no message can come") {
        $0.mailbox(email: nil) { $0.maxMessages = Setting(2) }
        $0.directory {
          $0.forgetOwner()
          $0.add(2, age: .days(365))
        }
      },
      .passes("history saw a message last month, which was purged since") {
        $0.mailbox(email: nil)
        $0.directory { $0.forgetOwner() }
        $0.knowledge[Scenario.id("1001")] = .seen([], since: .days(365), used: .days(30))
      },
      .passes("a message of yesterday") {
        $0.mailbox(email: nil)
        $0.directory {
          $0.forgetOwner()
          $0.add()
        }
      },
      .passes("known for a year, but the spool could not be read") {
        $0.mailbox(email: nil)
        $0.knowledge[Scenario.id("1001")] = .seen([], since: .days(365))
        $0.unread("")
      },
      .passes("something could not be read") {
        $0.mailbox(email: nil)
        $0.directory {
          $0.forgetOwner()
          $0.problems = [SourceProblem(.unreadable, path: "INBOX", detail: "EACCES")]
        }
      },
    ],
    logic: .configured { view, context in
      guard !Staleness.forwards(view), let idle = Staleness.idle(view, context) else { return nil }
      return Detection(view.subject, message: "There is \(idle).", evidence: view.place)
    })
}
