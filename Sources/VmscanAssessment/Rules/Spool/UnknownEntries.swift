import VmscanModel

extension Rule {
  static let unknownEntries = Rule(
    "VM-726", "unknown-entries", "A mailbox directory holds entries that Asterisk does not make",
    .low,
    why: """
      Backups, exports and moved folders in a mailbox directory may hold recordings that no count
      shows and no policy reaches.
      """,
    remedy: "The administrator looks at them and moves or removes them.",
    citations: [.gdprStorage, .hipaaDisposal, .cisDisposal],
    examples: [
      .triggers("a directory `INBOX.old`") { $0.pair { $0.unknownEntries = ["INBOX.old"] } },
      .passes("folders and greetings only") { $0.pair { $0.add() } },
      .passes("a directory `6` below 1001 where a mailbox is configured as `1001/6`") {
        $0.mailbox("1001/6", name: "Bob Example", email: "bob@example.com")
        $0.pair { $0.unknownEntries = ["6"] }
      },
    ],
    logic: .directory { view, context in
      let entries = view.facts.unknownEntries.filter {
        !context.isMailbox($0, in: view.facts.id)
      }
      guard !entries.isEmpty else { return nil }
      return Detection(
        view.subject,
        message: "Not made by Asterisk: \(entries.map { .text($0) }, quoted: true).",
        evidence: [view.path()])
    })
}
