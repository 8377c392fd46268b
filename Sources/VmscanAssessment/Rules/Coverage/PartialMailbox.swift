import VmscanModel

extension Rule {
  static let partialMailbox = Rule(
    "VM-903", "partial-mailbox", "Part of a mailbox could not be read", .medium,
    why: "The numbers of this mailbox are lower bounds, and no purge touches it.",
    remedy: Wording.lettingIn + ".",
    citations: [.hipaaAudit, .gdprStorage],
    examples: [
      .triggers("a folder of the mailbox could not be opened") {
        $0.pair {
          $0.problems = [
            SourceProblem(.unreadable, path: "default/1001/INBOX", detail: "EACCES")
          ]
        }
      },
      .passes("everything was read") { $0.pair { $0.add() } },
    ],
    logic: .directory { view, _ in
      guard view.facts.isPartial else { return nil }
      let problems = view.problems
      let why = problems.first.map { ": \(Wording.sentence($0.detail))" } ?? "."
      return Detection(
        view.subject, message: "Part of this mailbox could not be read\(why)",
        evidence: problems.isEmpty
          ? [view.path()] : problems.prefix(5).map(\.description))
    })
}
