package import VmscanModel

/// Decides for each message whether it stays or may go; the only place that does.
///
/// Strongest first: a legal hold, a legal minimum, the policy, the predicate. What cannot be known
/// stays and is reported. Pure: the clock is a parameter.
package struct RetentionEvaluator: Sendable {
  /// Who says that a message may go; holds and legal minimums protect it either way.
  package enum Authority: Sendable, Hashable {
    /// The predicate alone.
    case predicate
    /// The policy's limits, for the messages that the predicate means; an empty one means all.
    case policy
  }

  package let predicate: MessagePredicate
  package let authority: Authority
  package let rules: RetentionRules?
  /// The policy of the settings, whose minimums protect whatever policy is asked for.
  private let standing: RetentionRules?
  /// Every policy that decides or protects, each once.
  package var policies: [RetentionRules] {
    [rules, standing == rules ? nil : standing].compactMap { $0 }
  }
  package let holds: [Hold]
  package let now: Timestamp
  /// By when holds and legal minimums are judged, which must not end before their time.
  package let protectionTime: Timestamp
  private let doubts: DecisionDoubts
  private let asksForNothing: Bool
  /// Why the predicate lets a message of a grade go; the same for all of a grade.
  private let predicateTexts: [EmailGrade: Sentence]

  package init(
    predicate: MessagePredicate, authority: Authority = .predicate, rules: RetentionRules? = nil,
    standing: RetentionRules? = nil, holds: [Hold] = [], now: Timestamp,
    protectionTime: Timestamp? = nil, doubts: DecisionDoubts = []
  ) {
    self.protectionTime = protectionTime ?? now
    self.standing = standing
    self.doubts = doubts
    self.predicate = predicate
    self.authority = authority
    self.rules = rules
    self.holds = holds
    self.now = now
    asksForNothing = predicate.isEmpty
    predicateTexts = Dictionary(
      uniqueKeysWithValues: EmailGrade.allCases.map { ($0, Self.text(predicate, $0)) })
  }

  /// The one decision about a message of a mailbox.
  ///
  /// `isComplete`: everything in the mailbox could be read; else nothing of it goes.
  package func decision(for message: CandidateMessage, isComplete: Bool) -> RetentionDecision {
    let decision = decision(for: message)
    return decision.isRemoval && !isComplete ? .undecidable(.incompleteMailbox) : decision
  }

  /// The same for a message of which no more has to be known.
  package func decision(for message: CandidateMessage) -> RetentionDecision {
    guard isMeant(message) else { return .keep([.notSelected]) }
    let protections = holdReasons(message) + [legalMinimum(of: message)].compactMap { $0 }
    guard let problem = problem(of: message) else {
      return authorityDecision(message).kept(by: protections)
    }
    // What is surely too young is not asked for, whatever else is wrong with it.
    if hasSureAge(message), case .keep(let reasons) = authorityDecision(message) {
      return .keep(protections + reasons)
    }
    return RetentionDecision.undecidable(problem).kept(by: protections)
  }

  private func authorityDecision(_ message: CandidateMessage) -> RetentionDecision {
    let (decision, asksForMail) =
      switch authority {
      case .predicate: (predicateDecision(message), predicate.asksForMail)
      case .policy: policyDecision(message)
      }
    guard decision.isRemoval, !doubts.isEmpty else { return decision }
    if asksForMail, message.grade == .inferred {
      if doubts.contains(.mailLog) { return .undecidable(.unreadMailLog) }
      if doubts.contains(.settings) { return .undecidable(.unreadSettings) }
    }
    return predicate.orphaned && doubts.contains(.mailboxes)
      ? .undecidable(.unreadMailboxes) : decision
  }

  /// Whether the envelope was read and only the message's number is out of order.
  private func hasSureAge(_ message: CandidateMessage) -> Bool {
    message.problems.contains(.unreachableNumber)
      && Self.problems.allSatisfy { $0.0 == .unreachableNumber || !message.problems.contains($0.0) }
      && message.origtime.map { $0 <= now } ?? false
  }

  /// The decisions about a mailbox, in the order of its messages.
  ///
  /// `grades`: one per message of the mailbox, in the same order; a missing one is `none`.
  /// `isComplete`: everything in the mailbox could be read.
  package func decisions(
    for mailbox: SpoolMailbox, grades: [EmailGrade], isOrphaned: Bool, isComplete: Bool = true
  ) -> [RetentionDecision] {
    mailbox.messages.indices.map { index in
      let message = CandidateMessage(
        mailbox.messages[index], in: mailbox,
        grade: index < grades.count ? grades[index] : .none, isOrphaned: isOrphaned)
      return decision(for: message, isComplete: isComplete)
    }
  }

  /// Whether the request concerns the message at all; the policy may reach `Deleted` unasked.
  private func isMeant(_ message: CandidateMessage) -> Bool {
    guard authority == .policy, predicate.folders.isEmpty else {
      return predicate.matchesApartFromAge(message)
    }
    var widened = predicate
    widened.folders = Folder.allCases
    return widened.matchesApartFromAge(message)
  }
}

extension RetentionEvaluator {
  private static let unread: MessageProblems = [.unreadableEnvelope, .damagedEnvelope]

  private func holdReasons(_ message: CandidateMessage) -> [KeepReason] {
    holdsCovering(message).map { .held(hold: $0.title) }
  }

  /// Holds in force that keep the message.
  package func holdsCovering(_ message: CandidateMessage) -> [Hold] {
    guard !holds.isEmpty else { return [] }
    let isKnown = !message.callerID.isEmpty && message.problems.isDisjoint(with: Self.unread)
    return holds.filter { hold in
      hold.isInForce(at: protectionTime)
        && hold.scope.covers(
          mailbox: message.mailbox, caller: isKnown ? message.callerID : nil,
          origtime: message.origtime)
    }
  }

  /// The legal minimum that a message has not reached; one whose age is not known is kept for that.
  package func legalMinimum(of message: CandidateMessage) -> KeepReason? {
    let limits = [rules, standing].compactMap {
      $0?.minimum(mailbox: message.mailbox, folder: message.folder)
    }
    guard let limit = limits.max(by: { $0.age < $1.age }), let origtime = message.origtime,
      origtime <= now, origtime > protectionTime - limit.age
    else { return nil }
    return .legalMinimum(rule: limit.rule.name, until: origtime + limit.age)
  }

  private static let problems: [(MessageProblems, DecisionProblem)] = [
    (.symbolicLink, .symbolicLink), (.irregularFile, .irregularFile),
    (.audioWithoutEnvelope, .audioWithoutEnvelope), (.unreadableEnvelope, .unreadableEnvelope),
    (.damagedEnvelope, .damagedEnvelope), (.ambiguousNumber, .ambiguousNumber),
    (.unreachableNumber, .unreachableNumber), (.futureOrigtime, .futureOrigtime),
    (.missingOrigtime, .missingOrigtime),
  ]

  private func problem(of message: CandidateMessage) -> DecisionProblem? {
    if let known = Self.problems.first(where: { message.problems.contains($0.0) }) {
      return known.1
    }
    guard let origtime = message.origtime else { return .missingOrigtime }
    return origtime > now ? .futureOrigtime : nil
  }

  private func predicateDecision(_ message: CandidateMessage) -> RetentionDecision {
    guard !asksForNothing else { return .keep([.notSelected]) }
    guard predicate.matchesAge(message, now: now) == true else { return .keep([.tooYoung]) }
    return .remove(RemovalReason(text: predicateTexts[message.grade] ?? ""))
  }

  /// What the policy says, and whether by that the message must have been e-mailed.
  private func policyDecision(
    _ message: CandidateMessage
  ) -> (RetentionDecision, asksForMail: Bool) {
    guard predicate.matchesAge(message, now: now) == true else {
      return (.keep([.tooYoung]), false)
    }
    guard let limit = rules?.removal(mailbox: message.mailbox, folder: message.folder),
      let origtime = message.origtime
    else {
      let exemption = rules?.exemption(mailbox: message.mailbox, folder: message.folder)
      return (.keep([.withinPolicy(rule: exemption?.name ?? "", until: nil)]), false)
    }
    guard origtime < now - limit.age else {
      return (.keep([.withinPolicy(rule: limit.rule.name, until: origtime + limit.age)]), false)
    }
    if limit.rule.onlyEmailed, !predicate.counts(message.grade) {
      return (.keep([.notEmailed(rule: limit.rule.name, grade: message.grade)]), true)
    }
    let text: Sentence = "rule '\(text: limit.rule.name)': older than \(limit.age) by origtime"
    let reason = RemovalReason(
      rule: limit.rule.name,
      text: limit.rule.onlyEmailed ? "\(text), e-mailed (\(word: message.grade.rawValue))" : text)
    return (.remove(reason), limit.rule.onlyEmailed || predicate.asksForMail)
  }

  private static func text(_ predicate: MessagePredicate, _ grade: EmailGrade) -> Sentence {
    var parts: [Sentence] = []
    if predicate.asksForMail {
      parts.append("e-mailed (\(word: grade.rawValue))")
    }
    if let older = predicate.older { parts.append("older than \(older) by origtime") }
    if let before = predicate.before { parts.append("recorded before \(before)") }
    if let larger = predicate.larger { parts.append("larger than \(larger)") }
    if predicate.orphaned { parts.append("in a directory without a mailbox") }
    return parts.isEmpty ? "named by place, whatever its age" : Sentence(joining: parts)
  }
}

extension Timestamp {
  fileprivate static func + (time: Timestamp, age: Age) -> Timestamp {
    let sum = time.epochSeconds.addingReportingOverflow(age.seconds)
    return Timestamp(sum.overflow ? .max : sum.partialValue)
  }
}

extension RetentionDecision {
  /// The decision once what protects the message is known, which comes before every other reason.
  fileprivate func kept(by protections: [KeepReason]) -> RetentionDecision {
    guard !protections.isEmpty else { return self }
    guard case .keep(let reasons) = self else { return .keep(protections) }
    return .keep(protections + reasons)
  }
}
