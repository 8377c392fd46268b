import VmscanModel

extension Rule {
  static let sharedAddress = Rule(
    "VM-201", "shared-address", "One address receives the voicemail of several mailboxes", .low,
    varies: "Medium when the address is outside the organisation.",
    why: """
      Whoever reads the address hears the messages of all these mailboxes; often it is left over
      from copying a line.
      """,
    remedy: """
      The administrator asks the owners; a team address is in order and can be accepted, any other
      is replaced in voicemail.conf.
      """,
    citations: [.hipaaIdentification, .nistFlow, .cisProcess],
    examples: [
      .triggers("two mailboxes mail to `team@example.com`") {
        $0.mailbox("1001", email: "team@example.com")
        $0.mailbox("1002", email: "Team@Example.com")
      },
      .triggers("two mailboxes mail to an outside address", .medium) {
        $0.mailbox("1001", email: "alice@gmail.com")
        $0.mailbox("1002", email: "bob@example.com|alice@gmail.com")
      },
      .passes("the address stands twice on one mailbox") {
        $0.mailbox(email: "alice@example.com|alice@example.com")
      },
    ],
    logic: .system { context in
      context.notes.sharedAddresses.sorted { $0.key < $1.key }.map { address, users in
        let users = users.sorted { $0.order < $1.order }
        let boxes = users.map(\.mailbox).sorted()
        return Detection(
          .system, severity: users.contains(where: \.isOutside) ? .medium : .low, key: [address],
          message: """
            '\(address: address)' receives the voicemail of \(boxes.count, "mailbox"): \
            \(Wording.mailboxes(boxes)).
            """,
          evidence: users.flatMap(\.place))
      }
    })
}

extension Rule {
  static let somebodyElsesAddress = Rule(
    "VM-202", "somebody-elses-address", "The address fits another mailbox's owner better",
    .medium,
    why: """
      The name in the address is that of another mailbox's owner, so one person probably receives
      another's messages: a mistyped line, or a number that changed hands.
      """,
    remedy: """
      The administrator asks both owners and corrects the address in voicemail.conf; accept the
      finding where a deputy is meant to listen.
      """,
    citations: [.hipaaIdentification, .hipaaTransmission, .nistFlow, .cisProcess],
    examples: [
      .triggers("Alice's mailbox mails to `bob@example.com`, and Bob has one too") {
        $0.mailbox("1001", name: "Alice Example", email: "bob.sample@example.com")
        $0.mailbox("1002", name: "Bob Sample", email: "bob.sample@example.com")
      },
      .passes("each mailbox mails to its own owner") {
        $0.mailbox("1001", name: "Alice Example", email: "alice.example@example.com")
        $0.mailbox("1002", name: "Bob Sample", email: "bob.sample@example.com")
      },
    ],
    logic: .configured { view, context in
      let matches = view.emailRecipients.compactMap { recipient in
        context.owners.betterOwner(
          for: recipient.address, of: view.id, fullName: view.mailbox.fullName
        ).map { (recipient: recipient, owner: $0) }
      }
      guard let first = matches.first else { return nil }
      return Detection(
        view.subject, key: matches.map(\.recipient.address.stripped.lowercased).sorted(),
        message: """
          \(Wording.addresses(matches.map(\.recipient))) fits '\(name: first.owner.fullName)' \
          (\(first.owner.id)) better than this mailbox's owner.
          """,
        evidence: view.place)
    })
}

extension Rule {
  static let recipientChanged = Rule(
    "VM-203", "recipient-changed", "A recipient was added or changed in the last 30 days", .low,
    varies: "Medium when the new address is outside the organisation.",
    why: """
      A new destination is the moment at which voicemail starts to leave; somebody with access to
      the configuration or to a web portal set it.
      """,
    remedy: """
      The administrator confirms the change with the owner; if nobody asked for it, restore the
      former address and treat it as an incident.
      """,
    citations: [.hipaaAudit, .disaForwardingPlan, .nistFlow],
    examples: [
      .triggers("`bob@example.com` is new") {
        $0.mailbox(email: "alice@example.com|bob@example.com")
        $0.knowledge[Scenario.id("1001")] = .seen(["alice@example.com"])
      },
      .triggers("the address was replaced by a personal one", .medium) {
        $0.mailbox(email: "alice@gmail.com")
        $0.knowledge[Scenario.id("1001")] = .seen(["alice@example.com"])
      },
      .passes("the addresses are those of the last run, spelled otherwise") {
        $0.mailbox(email: "Alice@example.com")
        $0.knowledge[Scenario.id("1001")] = .seen(["alice@example.com"])
      },
      .triggers("a pager address is new") {
        $0.mailbox(pager: "5551234@example.com")
        $0.knowledge[Scenario.id("1001")] = .seen(["alice@example.com"])
      },
      .triggers("a run ten days ago was the first to see it, others followed", .medium) {
        $0.mailbox(email: "alice@example.com|bob@gmail.com")
        $0.knowledge[Scenario.id("1001")] = .seen(
          ["alice@example.com", "bob@gmail.com"], added: ["bob@gmail.com": .days(10)])
      },
      .passes("that was 40 days ago") {
        $0.mailbox(email: "alice@example.com|bob@gmail.com")
        $0.knowledge[Scenario.id("1001")] = .seen(
          ["alice@example.com", "bob@gmail.com"], added: ["bob@gmail.com": .days(40)])
      },
      .passes("no earlier run saw the mailbox") { $0.mailbox() },
    ],
    logic: .configured { view, context in
      guard let knowledge = view.knowledge else { return nil }
      let known = Set(knowledge.previousAddresses.map(\.stripped.lowercased))
      let limit = context.now - Self.noticeTime
      let added = view.recipients.filter { recipient in
        let address = recipient.address.stripped.lowercased
        return !known.contains(address) || knowledge.added[address].map { $0 > limit } ?? false
      }
      guard !added.isEmpty else { return nil }
      let outside = added.contains(where: \.destinationClass.isOutside)
      return Detection(
        view.subject, severity: outside ? .medium : .low,
        key: Set(added.map(\.address.stripped.lowercased)).sorted(),
        message:
          "Voicemail goes to \(Wording.addresses(added)), added or changed in the last 30 days.",
        evidence: view.place)
    })

  /// How long a change is reported, so that one night's report cannot hide it from the next reader.
  private static let noticeTime = Age.days(30)
}

extension DestinationKnowledge {
  /// What a run a day ago saw, for examples; `added` by age.
  static func seen(
    _ addresses: [ByteText], since age: Age = .days(1), added: [ByteText: Age] = [:],
    used: Age? = nil
  ) -> DestinationKnowledge {
    DestinationKnowledge(
      firstSeen: Scenario.now - age, addressSince: Scenario.now - age,
      audioSince: Scenario.now - age, previousAddresses: addresses,
      lastSeen: Scenario.now - .days(1), added: added.mapValues { Scenario.now - $0 },
      lastUse: used.map { Scenario.now - $0 })
  }
}
