import VmscanModel

extension Rule {
  static let incompleteCoverage = Rule(
    "VM-901", "incomplete-coverage", "Something could not be read", .medium,
    why: """
      Voicemail or mailboxes may exist that no number in this report counts: every number is a
      lower bound.
      """,
    remedy: "\(Wording.lettingIn), and checks each place listed under coverage.",
    citations: [.hipaaAudit, .gdprStorage, .cisProcess],
    examples: [
      .triggers("a context directory could not be opened") {
        $0.coverage.problems = [
          SourceProblem(.unreadable, path: "default", detail: "EACCES")
        ]
      },
      .passes("a file vanished between listing and reading, as on any live spool") {
        $0.coverage.problems = [
          SourceProblem(
            .vanished, path: "default/1001/INBOX/msg0000.txt", detail: "ENOENT", hidesData: false)
        ]
      },
      .passes("everything was read") { $0.mailbox() },
    ],
    logic: .system { context in
      let problems = context.input.coverage.problems.filter {
        $0.hidesData && $0.kind != .elsewhere && $0.mailbox == nil
      }
      guard let first = problems.first else { return [] }
      return [
        Detection(
          .system,
          message: """
            \(problems.count, "place") could not be read, such as '\(path: first.path)': \
            \(first.detail.ended)
            """,
          evidence: problems.prefix(5).map(\.place))
      ]
    })
}
