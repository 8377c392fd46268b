import VmscanModel

extension Rule {
  static let partialMailbox = Rule(
    "VM-903", "partial-mailbox", "Part of a mailbox could not be read", .medium,
    why: "The numbers of this mailbox are lower bounds, and no purge touches it.",
    remedy: "\(Wording.lettingIn).",
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
      return Detection(
        view.subject,
        message: problems.first.map {
          "Part of this mailbox could not be read: \($0.detail.ended)"
        } ?? "Part of this mailbox could not be read.",
        evidence: problems.isEmpty ? [view.path()] : problems.prefix(5).map(\.place))
    })
}
