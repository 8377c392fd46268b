import VmscanAssessment
import VmscanModel
import VmscanStore

extension Explanation {
  // MARK: - Findings

  /// What the rules find now, since when, and who accepted it.
  ///
  /// - Throws: `CommandFailure` when history cannot be read.
  func findingSection(_ facts: MailboxFacts) throws -> FactSection {
    var knowledge: [MailboxID: DestinationKnowledge] = [:]
    knowledge[id] = judge.history.destinationsKnown(for: id)
    let found = Assessor().findings(
      AssessmentInput(
        configuration: site.configuration, facts: [facts], knowledge: knowledge,
        coverage: Coverage(problems: problems), ownDomains: site.ownDomains,
        settings: site.settings.assessment, now: site.now)
    ).filter { $0.subject.mailbox?.folded == id.folded }
    guard !found.isEmpty else {
      return FactSection(
        title: "Findings", rows: [Fact(label: "none", value: "no rule found anything")])
    }
    let acceptances = try History.failing { try store.acceptances(inForceAt: site.now) }
    let recorded = try recordedFindings()
    return FactSection(
      title: "Findings",
      rows: found.flatMap { finding in
        [
          Fact(
            label: "\(word: finding.rule.description) \(word: finding.severity.rawValue)",
            value: "\(finding.message) \(finding.remedy)",
            origin: Sentence(joining: finding.evidence.map { "\($0)" })),
          Self.firstSeen(recorded[finding.fingerprint], at: site.now),
        ] + acceptances.covering(finding).map(Self.fact)
          + acceptances.filter { $0.scope.isOutgrown(by: finding) }.map(Self.outgrownFact)
      })
  }

  /// First sight of what the latest run of this site found.
  private func recordedFindings() throws -> [Fingerprint: Timestamp] {
    try History.failing {
      guard let number = try store.site(of: site.key) else { return [:] }
      return try store.findings(site: number).headers.reduce(into: [:]) {
        $0[$1.fingerprint] = $1.firstSeen
      }
    }
  }

  private static func firstSeen(_ time: Timestamp?, at now: Timestamp) -> Fact {
    guard let time else {
      return Fact(label: "first seen", value: "now; the latest recorded scan did not find it")
    }
    let days = Int(max(0, now.epochSeconds - time.epochSeconds) / 86400)
    let ago: Sentence = days == 0 ? "" : ", \(days, "day") ago"
    return Fact(label: "first seen", value: "\(day: time)\(ago)")
  }

  private static func fact(_ acceptance: Acceptance) -> Fact {
    let end: Sentence = acceptance.expires.map { "until \(day: $0)" } ?? "without an end"
    return Fact(
      label: "accepted",
      value: "by \(name: ByteText(acceptance.owner)) \(end): \(text: acceptance.reason)",
      origin: "acceptance \(acceptance.id)")
  }

  private static func outgrownFact(_ acceptance: Acceptance) -> Fact {
    let worst = acceptance.scope.worst?.rawValue ?? ""
    return Fact(
      label: "not accepted any more",
      value: "it was \(word: worst) at most when \(name: ByteText(acceptance.owner)) accepted it",
      origin: "acceptance \(acceptance.id)")
  }

  // MARK: - Retention

  /// The holds and rules that bear on the mailbox.
  ///
  /// - Throws: `CommandFailure` when the policy or history cannot be read.
  func retentionSection(_ facts: MailboxFacts) throws -> FactSection {
    let inquiry = try RetentionInquiry(
      site, store, PurgeRequest(predicate: MessagePredicate()), doubts: doubts)
    let place = directory?.id ?? id
    let holds = inquiry.holds(over: place).map(Self.fact)
    let folders = facts.folders.map(\.folder)
    return FactSection(
      title: "Retention",
      rows: Self.policyRows(inquiry)
        + folders.map {
          Fact(label: "\($0)", value: inquiry.limits(of: place, $0))
        } + (holds.isEmpty ? [Fact(label: "hold", value: "none in force")] : holds))
  }

  /// The holds over a message, the rules for its folder, and the decision as a purge makes it.
  ///
  /// - Throws: `CommandFailure` when the policy or history cannot be read.
  func retentionSection(of candidate: CandidateMessage) throws -> FactSection {
    let inquiry = try RetentionInquiry(
      site, store, PurgeRequest(predicate: MessagePredicate()), doubts: doubts)
    let decision = decision(on: candidate, by: inquiry)
    let holds = inquiry.evaluator.holdsCovering(candidate).map(Self.fact)
    return FactSection(
      title: "May it go?",
      rows: Self.policyRows(inquiry) + [
        Fact(
          label: "\(candidate.folder)",
          value: inquiry.limits(of: candidate.mailbox, candidate.folder))
      ] + (holds.isEmpty ? [Fact(label: "hold", value: "none in force covers it")] : holds) + [
        Fact(label: "decision", value: decision.sentence, origin: decision.authority)
      ]
        + (FolderOutlook(site: site).refusal(of: decision, on: candidate).map {
          [Fact(label: "stays all the same", value: "a purge leaves its folder alone: \($0)")]
        } ?? []))
  }

  /// The one decision about a message; nothing goes from a mailbox that could not be read whole.
  func decision(
    on candidate: CandidateMessage, by inquiry: RetentionInquiry
  ) -> RetentionDecision {
    inquiry.evaluator.decision(
      for: candidate, isComplete: !(directory?.problems.contains(where: \.hidesData) ?? false))
  }

  private static func policyRows(_ inquiry: RetentionInquiry) -> [Fact] {
    guard let rules = inquiry.rules else {
      return [Fact(label: "policy", value: "none", origin: "settings")]
    }
    let title: Sentence =
      "version \(setting: rules.version) of \(name: ByteText(rules.owner))"
    let review: Sentence =
      rules.reviewDate.map { ", to be reviewed \(day: $0)" } ?? ""
    return [Fact(label: "policy", value: "\(title)\(review)", origin: "settings")]
  }

  private static func fact(_ hold: Hold) -> Fact {
    let end: Sentence = hold.until.map { "until \($0)" } ?? "until released"
    let isPartial =
      !hold.scope.callers.isEmpty || hold.scope.from != nil || hold.scope.to != nil
    let reach: Sentence = isPartial ? "; by caller or date" : ""
    return Fact(
      label: "hold", value: "\(text: hold.title), \(end)\(reach)", origin: "hold \(hold.id)")
  }
}
