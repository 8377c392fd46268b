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
    ],
    logic: .directory { view, _ in
      let entries = view.facts.unknownEntries
      guard !entries.isEmpty else { return nil }
      return Detection(
        view.subject,
        message: "Not made by Asterisk: \(Wording.list(entries.map { "'\($0)'" })).",
        evidence: entries.prefix(3).map { view.path($0.description) })
    })
}
