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
