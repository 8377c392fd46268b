import VmscanModel

extension HTMLView {
  var basis: [String: HTMLValue] {
    let run = report.run
    let domains = report.ownDomains.domains
    let problems = report.coverage.problems
    return [
      "complete": .flag(report.coverage.isComplete), "hasProblems": .flag(!problems.isEmpty),
      "problems": .list(
        problems.prefix(500).map {
          [
            "path": .text("\($0.path)" + (isForAdmin ? $0.line.map { ":\($0)" } ?? "" : "")),
            "detail": .text($0.detail.unmasked), "hides": .flag($0.hidesData),
          ]
        }),
      "problemsMore": .text(
        problems.count > 500 ? "and \(Wording.number(problems.count - 500)) more" : ""),
      "hasDecisions": .flag(!background.decisions.isEmpty),
      "decisions": .list(background.decisions.map(decision)),
      "version": .text(run.version), "asterisk": .text(run.asteriskVersion ?? "not known"),
      "spool": .text(run.spool.description), "etc": .text(run.etc.description),
      "clock": .text(Wording.minute(run.now)),
      "took": .text(
        Wording.span(seconds: max(0, run.finished.epochSeconds &- run.started.epochSeconds))),
      "domains": .text(
        domains.isEmpty
          ? "none known; every address counts as outside"
          : domains.joined(separator: ", ")
            + (report.ownDomains.isInferred ? " (inferred, not configured)" : "")),
      "lists": .list(
        report.lists.map {
          ["name": .text($0.name), "date": .text($0.date), "entries": .number($0.entries)]
        }),
    ]
  }

  private func decision(_ decision: StandingDecision) -> [String: HTMLValue] {
    let left = decision.expires.map { $0.epochSeconds &- now.epochSeconds }
    let until =
      switch left {
      case .none: "no end"
      case .some(let seconds) where seconds < 0: "expired"
      case .some(let seconds): "in " + Wording.span(seconds: seconds)
      }
    return [
      "kind": .text(decision.kind.title), "name": .text(decision.name.unmasked),
      "scope": .text(decision.scope.unmasked), "owner": .text(decision.owner.unmasked),
      "reason": .text(decision.reason.unmasked),
      "expires": .text((decision.expires.map { "\($0.dateText), " } ?? "") + until),
    ]
  }

  /// What the findings say about each requirement that a rule names.
  var requirements: [String: HTMLValue] {
    var byRule: [RuleID: [Severity: Int]] = [:]
    for finding in report.findings.headers where finding.status != .accepted {
      byRule[finding.rule, default: [:]][finding.severity, default: 0] += 1
    }
    var rules: [RequirementReference: [RuleDocument]] = [:]
    for rule in background.rules {
      for requirement in Set(rule.requirements) { rules[requirement, default: []].append(rule) }
    }
    let rows = rules.sorted { ($0.key.id, $0.key.source) < ($1.key.id, $1.key.source) }
      .map { requirement($0.key, rules: $0.value, byRule: byRule) }
    return ["hasMap": .flag(!rows.isEmpty), "map": .list(rows)]
  }

  private func requirement(
    _ requirement: RequirementReference, rules: [RuleDocument],
    byRule: [RuleID: [Severity: Int]]
  ) -> [String: HTMLValue] {
    var counts: [Severity: Int] = [:]
    for rule in rules { counts.merge(byRule[rule.id] ?? [:], uniquingKeysWith: +) }
    let words = Severity.descending.compactMap { severity in
      counts[severity].map { "\(Wording.number($0)) \(severity.rawValue)" }
    }
    let nothing = report.coverage.isComplete ? "nothing found" : "nothing found in what was read"
    let isLink = requirement.url.hasPrefix("https://") || requirement.url.hasPrefix("http://")
    return [
      "id": .text(requirement.id), "source": .text(requirement.source),
      "url": .text(requirement.url), "linked": .flag(isLink), "plain": .flag(!isLink),
      "found": .text(words.isEmpty ? nothing : words.joined(separator: ", ")),
      "any": .flag(!words.isEmpty),
      "rules": .list(
        rules.sorted { $0.id < $1.id }.map {
          [
            "rule": .text($0.id.description), "title": .text($0.title),
            "count": .number((byRule[$0.id] ?? [:]).values.reduce(0, +)),
          ]
        }),
    ]
  }
}
