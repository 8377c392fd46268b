import VmscanModel

extension Rule {
  static let spelledDifferently = Rule(
    "VM-727", "spelled-differently", "A mailbox's directory is not spelled as configured", .medium,
    why: """
      Asterisk stores under the name as dialled and counts, mails and deletes under the name as
      configured, so messages in the other directory are not seen, and the wrong ones are mailed.
      """,
    remedy: """
      The administrator moves the messages to the configured spelling, under new numbers, and has
      the dialplan dial that spelling.
      """,
    citations: [.isoRecords, .hipaaTransmission],
    examples: [
      .triggers("mailbox `Bob` with directories `Bob` and `bob`") {
        $0.mailbox("Bob")
        $0.directory("Bob")
        $0.directory("bob") { $0.add() }
      },
      .passes("one directory, spelled as configured") { $0.pair("Bob") },
    ],
    logic: .directory { view, _ in
      guard let mailbox = view.mailbox, mailbox.id != view.facts.id else { return nil }
      return Detection(
        view.subject,
        message:
          "The mailbox is configured as \(mailbox.id); this directory holds \(view.facts.totals).",
        evidence: [view.path(), Place(mailbox.origin)])
    })
}
