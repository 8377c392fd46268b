import VmscanModel

extension Rule {
  static let orphanedMailbox = Rule(
    "VM-407", "orphaned-mailbox", "A directory without mailbox still holds voicemail", .medium,
    varies: """
      Low when it holds greetings only, or when mailboxes may be configured where this program
      cannot read.
      """,
    why: """
      The mailbox was removed from the configuration and its directory stayed. Nobody can hear,
      delete or answer for what lies there.
      """,
    remedy: """
      The administrator asks who answers for the former owner, exports what is to be kept, and
      removes the rest with `vmscan purge --orphaned`.
      """,
    citations: [
      .gdprStorage, .hipaaDisposal, .nistSanitization, .nistDormant, .cisDisposal, .isoDeletion,
    ],
    examples: [
      .triggers("a directory with messages and no mailbox") { $0.directory("1999") { $0.add(2) } },
      .triggers("a directory with greetings only", .low) { $0.directory("1999") },
      .triggers("messages, but mailboxes may live in a database", .low) {
        $0.notice(.realtimeMailboxes)
        $0.directory("1999") { $0.add(2) }
      },
      .passes("the mailbox is configured, spelled otherwise") {
        $0.mailbox("Bob")
        $0.directory("bob") { $0.add(2) }
      },
      .passes("an empty directory") { $0.directory("1999") { $0.forgetOwner() } },
    ],
    logic: .directory { view, context in
      guard view.mailbox == nil else { return nil }
      let holdsAudio = view.facts.totals.messages > 0 || view.facts.looseAudio > .zero
      guard holdsAudio || !view.facts.greetings.isEmpty else { return nil }
      let unsure = context.configurationIsIncomplete
      let what: Sentence =
        unsure
        ? "No mailbox that could be read belongs to this directory"
        : "No mailbox is configured for this directory"
      let held: Sentence = holdsAudio ? "\(view.facts.totals)" : "recorded greetings"
      return Detection(
        view.subject, severity: holdsAudio && !unsure ? .medium : .low,
        message: "\(what), which holds \(held).",
        evidence: [view.path()])
    })
}
