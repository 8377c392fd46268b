import VmscanModel

extension Rule {
  static let numberGap: Rule = {
    var rule = Rule(
      "VM-721", "number-gap", "Message numbers have a gap", .low,
      varies: """
        High where new messages overwrite each other: before Asterisk 18.21, 20.6 and 21.1, once a
        number has reached maxmsg - 1.
        """,
      why: """
        A program removed messages without renumbering the rest. Asterisk closes the gap only when
        the owner calls in; until then copies may be refused as if the mailbox were full.
        """,
      remedy: """
        The owner calls in once, or the administrator renumbers the folder while nobody is in the
        mailbox; `vmscan purge` leaves no gap.
        """,
      citations: [.isoRecords, .preservation],
      examples: [
        .triggers("a gap, Asterisk 22") { $0.pair { $0.folder(.inbox) { $0.gap(highest: 120) } } },
        .triggers("a gap below number 99 where maxmsg is 100, Asterisk 16", .high) {
          $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
          $0.pair { $0.folder(.inbox) { $0.gap(highest: 99) } }
        },
        .triggers("a gap among low numbers, Asterisk 16") {
          $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
          $0.pair { $0.folder(.inbox) { $0.gap(highest: 98) } }
        },
        .passes("no gap") { $0.pair { $0.add(3) } },
      ],
      logic: .directory(judge))
    rule.folderProblems = .gap
    return rule
  }()

  private static func judge(_ view: DirectoryView, _ context: AssessmentContext) -> Detection? {
    let notes = FolderProblemJudgement.notes(view, .gap)
    guard !notes.isEmpty else { return nil }
    let limit =
      view.mailbox?.maxMessages.value ?? context.input.configuration.defaults.maxMessages.value
    let losing = notes.filter {
      $0.folder != .deleted && context.asterisk.overwritesAfterGaps
        && Int($0.highestNumber) >= limit - 1
    }
    guard losing.isEmpty else {
      return Detection(
        view.subject, severity: .high,
        message: """
          \(FolderProblemJudgement.names(losing)): a gap below number \(limit - 1); this release \
          stores every new message over the one before.
          """,
        evidence: FolderProblemJudgement.places(view, losing))
    }
    return Detection(
      view.subject, message: "\(FolderProblemJudgement.names(notes)): numbers are missing.",
      evidence: FolderProblemJudgement.places(view, notes))
  }
}

extension SpoolFolder {
  fileprivate mutating func gap(highest: Int32) {
    problems = .gap
    highestNumber = highest
  }
}
