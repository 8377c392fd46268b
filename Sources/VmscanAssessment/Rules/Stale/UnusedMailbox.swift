import VmscanModel

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
