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
      var users: [ByteText: [(view: ConfiguredView, recipient: RecipientFacts)]] = [:]
      for view in context.configured {
        var seen: Set<ByteText> = []
        for recipient in view.recipients {
          let address = recipient.address.stripped.lowercased
          guard !address.isEmpty, seen.insert(address).inserted else { continue }
          users[address, default: []].append((view, recipient))
        }
      }
      return users.filter { $0.value.count >= max(2, context.settings.sharedAddressThreshold) }
        .sorted { $0.key < $1.key }
        .map { address, members in
          let boxes = members.map(\.view.id).sorted()
          let outside = members.contains { $0.recipient.destinationClass.isOutside }
          return Detection(
            .system, severity: outside ? .medium : .low, key: [address],
            message: "'\(address)' receives the voicemail of "
              + "\(Wording.count(boxes.count, "mailbox")): "
              + "\(Wording.list(boxes.map(\.description))).",
            evidence: members.flatMap(\.view.place))
        }
    })
}
