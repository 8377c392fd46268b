import VmscanModel

/// Whether a mailbox shows signs of use; shared by the rules on stale mailboxes.
enum Staleness {
  static let citations: [Citation] = [.disaIdle, .nistDormant, .cisDormant]

  /// Newest sign of use: a message, the owner, or, for a mailbox that holds no message, that one came
  /// or went.
  ///
  /// What history saw counts too: a message that was purged had come all the same.
  static func lastUse(_ view: ConfiguredView) -> Timestamp? {
    let seen = view.facts.flatMap { facts in
      [
        facts.newestMessage, facts.ownerActivity,
        view.deletes || facts.totals.messages == 0 ? facts.lastDelivery : nil,
      ].compactMap { $0 }
    }
    return (seen + [view.knowledge?.lastUse].compactMap { $0 }).max()
  }

  /// INBOX is full: callers are turned away, so that no message comes says nothing.
  static func turnsCallersAway(_ view: ConfiguredView) -> Bool {
    let limit = view.mailbox.maxMessages.value
    return limit > 0 && view.facts.contains { $0.inboxFill >= limit }
  }

  /// How long nothing was seen, in words; `nil` when the mailbox is in use or not known for long
  /// enough, when not all of it could be read, or when its messages have no date.
  static func idle(_ view: ConfiguredView, _ context: AssessmentContext) -> Sentence? {
    guard !view.isPartial, !turnsCallersAway(view) else { return nil }
    let limit = context.now - context.settings.staleAfter
    if let last = lastUse(view) {
      guard last < limit else { return nil }
      return "no message and no sign of the owner since \(day: last)"
    }
    if view.facts.contains(where: { $0.totals.messages > 0 }) { return nil }
    if view.hasDirectory { return "no message and no sign of an owner" }
    guard let known = view.knowledge?.firstSeen, known < limit else { return nil }
    return "no directory since it was first seen on \(day: known)"
  }

  static func forwards(_ view: ConfiguredView) -> Bool { view.hasEmail || view.hasPager }

  /// Every sign of the owner is missing: no greeting of any kind.
  static func hasGreeting(_ view: ConfiguredView) -> Bool {
    view.facts.contains { !$0.greetings.isEmpty }
  }
}

extension Rule {
  static let staleForwarding = Rule(
    "VM-601", "stale-forwarding", "An unused mailbox still forwards voicemail", .low,
    varies: "Medium when recordings go outside the organisation.",
    why: """
      Nothing was left here and nobody cared for it for long, yet the next message goes to an
      address that nobody may look after any more.
      """,
    remedy: """
      The administrator asks for the owner; remove the mailbox from voicemail.conf, or the address
      from its line.
      """,
    citations: Staleness.citations + [.fccVoicemail, .nistFlow],
    examples: [
      .triggers("nothing for a year, an address is set") {
        $0.pair {
          $0.forgetOwner()
          $0.add(age: .days(365))
        }
      },
      .triggers("nothing for a year, recordings go to another organisation", .medium) {
        $0.mailbox(email: "alice@contoso.com")
        $0.directory { $0.greetingsModified = Scenario.now - .days(365) }
      },
      .passes("the owner recorded a greeting yesterday") { $0.pair() },
      .passes("the owner hears and deletes each message, the last one came yesterday") {
        $0.mailbox()
        $0.directory {
          $0.forgetOwner()
          $0.folder(.inbox) { _ in }
        }
      },
      .passes("messages are there, but none has a date") {
        $0.pair {
          $0.forgetOwner()
          $0.add(problems: .missingOrigtime)
        }
      },
      .passes("messages are deleted once mailed, the last one came yesterday") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
        $0.directory {
          $0.forgetOwner()
          $0.folder(.inbox) { _ in }
        }
      },
    ],
    logic: .configured { view, context in
      guard Staleness.forwards(view), let idle = Staleness.idle(view, context) else { return nil }
      let outside = view.recipients.contains { $0.audio && $0.destinationClass.isOutside }
      return Detection(
        view.subject, severity: outside ? .medium : .low,
        message: "There is \(idle), and voicemail goes to \(Wording.addresses(view.recipients)).",
        evidence: view.place)
    })
}

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

extension Rule {
  static let unusedMailboxes = Rule(
    "VM-605", "unused-mailboxes", "Mailboxes have no directory yet", .informational,
    why: """
      Asterisk makes a mailbox's directory with the first recording, so these mailboxes never had
      one, or another spool is in use than the one read.
      """,
    remedy: """
      The administrator checks that the spool directory is the one Asterisk uses, and removes
      mailboxes that nobody needs.
      """,
    citations: Staleness.citations,
    examples: [
      .triggers("two mailboxes without directory") {
        $0.mailbox("1001")
        $0.mailbox("1002", name: "Bob Example", email: "bob@example.com")
      },
      .passes("every mailbox has one") { $0.pair() },
      .passes("the context could not be read, so nothing is known of its directories") {
        $0.mailbox()
        $0.unread("/default")
      },
      .passes("the spool could not be read") {
        $0.mailbox()
        $0.unread("/")
      },
    ],
    logic: .system { context in
      let unused = context.notes.unused
      guard unused.count > 0 else { return [] }
      return [
        Detection(
          .system,
          message: """
            \(unused.count, "configured mailbox") without a directory: \
            \(Wording.mailboxes(unused.first, of: unused.count)).
            """)
      ]
    })
}
