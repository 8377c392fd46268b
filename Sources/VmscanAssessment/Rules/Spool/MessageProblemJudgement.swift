import VmscanModel

/// The rules on problems of single messages: one finding per mailbox with a count and an example.
enum MessageProblemJudgement {
  /// A rule that any one of the problems triggers; `what` continues `3 messages: `.
  static func rule(
    _ id: String, _ name: String, _ title: String, _ severity: Severity,
    _ problems: MessageProblems, what: Sentence, why: String, remedy: Sentence,
    citations: [Citation] = [.isoRecords]
  ) -> Rule {
    var rule = Rule(
      id, name, title, severity, why: why, remedy: remedy, citations: citations,
      examples: examples(problems),
      logic: .directory { view, _ in judge(view, problems, what: what) })
    rule.messageProblems = problems
    return rule
  }

  private static func judge(
    _ view: DirectoryView, _ problems: MessageProblems, what: Sentence
  ) -> Detection? {
    let found = view.facts.problems.filter { !$0.problem.isDisjoint(with: problems) }
    guard let first = found.first else { return nil }
    let count = found.reduce(0) { $0 + $1.count }
    return Detection(
      view.subject, message: "\(count, "message"): \(what).",
      evidence: [view.path(first.folder.name, Wording.message(first.number))])
  }

  private static func examples(_ problems: MessageProblems) -> [RuleExample] {
    MessageProblems.named.filter { problems.contains($0.problem) }.map { named in
      .triggers("two messages with the problem `\(named.name)`") {
        $0.pair { $0.add(2, problems: named.problem) }
      }
    } + [.passes("two messages in order") { $0.pair { $0.add(2) } }]
  }
}
