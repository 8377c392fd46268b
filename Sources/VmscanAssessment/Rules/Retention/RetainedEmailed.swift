import VmscanModel

extension Rule {
  /// From this number of messages on the finding is medium.
  static let manyRetained = 10

  static let retainedEmailed = Rule(
    "VM-405", "retained-emailed", "Messages are kept although they were e-mailed", .informational,
    varies: "Medium from \(manyRetained) messages on.",
    why: """
      The owner has these recordings by mail, so the copies on the telephone system only add to
      what can be lost: a second place to search, to protect and to empty.
      """,
    remedy: """
      The administrator reviews them with `vmscan messages --emailed` and removes them with
      `vmscan purge --emailed`, narrowed by `--evidence delivered` where proof is wanted.
      """,
    citations: [
      .gdprStorage, .pciAudio, .hipaaDisposal, .nistRetention, .cisRetention, .isoDeletion,
    ],
    examples: [
      .triggers("three messages that were delivered") {
        $0.pair(grade: .delivered) { $0.add(3) }
      },
      .triggers("ten messages, by configuration and history", .medium) {
        $0.pair(grade: .inferred) { $0.add(10) }
      },
      .passes("only a notice without audio was mailed") {
        $0.pair(grade: .noticeOnly) { $0.add(3) }
      },
    ],
    logic: .directory { view, _ in
      let kept = view.facts.retainedEmailed
      guard kept.messages > 0 else { return nil }
      let proven = view.facts.grades[.delivered]?.messages ?? 0
      return Detection(
        view.subject, severity: kept.messages >= manyRetained ? .medium : .informational,
        message: proven == 0
          ? "\(kept) kept after being e-mailed, none of them with proof of delivery."
          : "\(kept) kept after being e-mailed, \(proven) of them with proof of delivery.",
        evidence: view.facts.folders.map { view.path($0.folder.name) })
    })
}
