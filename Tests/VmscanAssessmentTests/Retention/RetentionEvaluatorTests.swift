import Testing
import VmscanAssessment
import VmscanModel

struct RetentionEvaluatorTests {
  private let now = Timestamp(1_800_000_000)
  private let alice = MailboxID(context: "default", mailbox: "1001")

  private func message(
    days: Int64? = 100, folder: Folder = .inbox, grade: EmailGrade = .delivered,
    problems: MessageProblems = [], orphaned: Bool = false
  ) -> CandidateMessage {
    CandidateMessage(
      mailbox: alice, folder: folder, number: 3, messageID: "1-2",
      origtime: days.map { now - .days($0) }, bytes: ByteCount(5000), fileCount: 2,
      problems: problems, grade: grade, callerID: "\"Anna Adams\" <5550101>",
      isOrphaned: orphaned)
  }

  private func evaluator(
    _ predicate: MessagePredicate, rules: RetentionRules? = nil, holds: [Hold] = [],
    authority: RetentionEvaluator.Authority = .predicate
  ) -> RetentionEvaluator {
    RetentionEvaluator(
      predicate: predicate, authority: authority, rules: rules, holds: holds, now: now)
  }

  private let standard = MessagePredicate(emailed: true, older: .days(30))

  @Test(arguments: EmailGrade.allCases)
  func `only what counts as e-mailed goes`(_ grade: EmailGrade) {
    let decision = evaluator(standard).decision(for: message(grade: grade))
    #expect(decision.isRemoval == grade.countsAsEmailed)
  }

  @Test(arguments: [
    (EmailGrade.delivered, [EmailGrade.delivered]), (.handedOver, [.delivered, .handedOver]),
    (.inferred, [.delivered, .handedOver, .inferred]),
  ])
  func `evidence narrows`(_ weakest: EmailGrade, _ counted: [EmailGrade]) {
    let predicate = MessagePredicate(evidence: weakest, older: .days(30))
    let removed = EmailGrade.allCases.filter {
      evaluator(predicate).decision(for: message(grade: $0)).isRemoval
    }
    #expect(Set(removed) == Set(counted))
  }

  @Test func `where a log is unread nothing goes that is only inferred to be e-mailed`() {
    func decision(_ predicate: MessagePredicate, _ grade: EmailGrade) -> RetentionDecision {
      RetentionEvaluator(predicate: predicate, now: now, doubts: .mailLog)
        .decision(for: message(grade: grade))
    }
    #expect(decision(standard, .inferred) == .undecidable(.unreadMailLog))
    #expect(decision(standard, .handedOver).isRemoval)
    #expect(decision(MessagePredicate(older: .days(30)), .inferred).isRemoval)
    let young = RetentionEvaluator(predicate: standard, now: now, doubts: .mailLog)
      .decision(for: message(days: 1, grade: .inferred))
    #expect(young == .keep([.tooYoung]))
  }

  @Test func `exactly at the age it stays`() {
    #expect(evaluator(standard).decision(for: message(days: 30)) == .keep([.tooYoung]))
    #expect(evaluator(standard).decision(for: message(days: 31)).isRemoval)
  }

  @Test(
    arguments: [
      (nil, MessageProblems(), DecisionProblem.missingOrigtime), (-1, [], .futureOrigtime),
      (100, .damagedEnvelope, .damagedEnvelope), (100, .unreadableEnvelope, .unreadableEnvelope),
      (100, .audioWithoutEnvelope, .audioWithoutEnvelope), (100, .symbolicLink, .symbolicLink),
      (100, .ambiguousNumber, .ambiguousNumber), (100, .unreachableNumber, .unreachableNumber),
      (1, [.unreachableNumber, .damagedEnvelope], .damagedEnvelope),
    ] as [(Int64?, MessageProblems, DecisionProblem)])
  func `what cannot be told is kept and reported`(
    _ days: Int64?, _ problems: MessageProblems, _ problem: DecisionProblem
  ) {
    let decision = evaluator(standard).decision(for: message(days: days, problems: problems))
    #expect(decision == .undecidable(problem))
  }

  @Test func `a message out of reach that is too young was not asked for`() {
    let young = message(days: 1, problems: .unreachableNumber)
    #expect(evaluator(standard).decision(for: young) == .keep([.tooYoung]))
  }

  @Test func `a predicate by place alone keeps undated messages, too`() {
    let place = MessagePredicate(mailboxes: [alice])
    #expect(place.isScopeOnly)
    #expect(evaluator(place).decision(for: message(days: nil)) == .undecidable(.missingOrigtime))
    #expect(evaluator(place).decision(for: message(days: 1)).isRemoval)
  }

  @Test func `an empty predicate removes nothing`() {
    #expect(evaluator(MessagePredicate()).decision(for: message()) == .keep([.notSelected]))
  }

  @Test func `Deleted is meant only when it is named`() {
    let deleted = message(folder: .deleted)
    #expect(evaluator(standard).decision(for: deleted) == .keep([.notSelected]))
    var named = standard
    named.folders = [.deleted]
    #expect(evaluator(named).decision(for: deleted).isRemoval)
  }

  @Test func `heard and unheard go by folder`() {
    for folder in Folder.allCases {
      var predicate = MessagePredicate(older: .days(1), folders: Folder.allCases)
      predicate.hearing = .heard
      let heard = evaluator(predicate).decision(for: message(folder: folder)).isRemoval
      predicate.hearing = .unheard
      let unheard = evaluator(predicate).decision(for: message(folder: folder)).isRemoval
      #expect(heard != unheard)
      #expect(unheard == folder.isUnheard)
    }
  }

  @Test func `a hold beats everything and is named`() {
    let hold = Hold(
      scope: HoldScope(callers: [CallerPattern("5550101")]), matter: "case-17", owner: "Records",
      placed: Timestamp(1))
    #expect(
      evaluator(standard, holds: [hold]).decision(for: message())
        == .keep([.held(hold: "case-17 (Records)")]))
    var ended = hold
    ended.until = now
    #expect(evaluator(standard, holds: [ended]).decision(for: message()).isRemoval)
  }

  private var rules: RetentionRules {
    RetentionRules(
      version: "3", owner: "Records Office",
      rules: [
        RetentionRule(
          name: "all", removeAfter: RetentionPolicy(unheard: .days(90), old: .days(60)),
          keepAtLeast: RetentionPolicy(old: .days(10))),
        RetentionRule(
          name: "clinic", scope: .context("DEFAULT"),
          removeAfter: RetentionPolicy(unheard: .days(200)),
          keepAtLeast: RetentionPolicy(unheard: .days(150))),
        RetentionRule(
          name: "alice", scope: .mailbox(alice), removeAfter: RetentionPolicy(old: .days(5)),
          onlyEmailed: true),
      ])
  }

  @Test func `the legal minimum beats the predicate`() {
    let decision = evaluator(standard, rules: rules).decision(for: message(days: 100))
    #expect(
      decision == .keep([.legalMinimum(rule: "clinic", until: now - .days(100 - 150))]))
    #expect(evaluator(standard, rules: rules).decision(for: message(days: 151)).isRemoval)
  }

  @Test func `the most specific rule with a limit decides`() {
    let evaluator = evaluator(MessagePredicate(), rules: rules, authority: .policy)
    #expect(!evaluator.decision(for: message(days: 199)).isRemoval)
    #expect(evaluator.decision(for: message(days: 201)).isRemoval)
    #expect(
      evaluator.decision(for: message(days: 20, folder: .old, grade: .failed))
        == .keep([.notEmailed(rule: "alice", grade: .failed)]))
    guard case .remove(let reason) = evaluator.decision(for: message(days: 20, folder: .old)) else {
      Issue.record("not removed")
      return
    }
    #expect(reason.rule == "alice")
    #expect(
      evaluator.decision(for: message(days: 900, folder: .work))
        == .keep([.withinPolicy(rule: "", until: nil)]))
  }

  @Test func `conflicts name both rules`() {
    #expect(
      rules.conflicts().map(\.description) == [
        "rule 'alice' removes from Old after 5d, but rule 'all' keeps at least 10d; the longer "
          + "time is kept"
      ])
  }

  @Test func `nothing of an incomplete mailbox goes`() {
    var mailbox = SpoolMailbox(
      id: alice,
      identity: FileIdentity(
        device: 1, inode: 1, size: 0, modified: 0, changed: 0, mode: 0o040755, owner: 0, group: 0,
        links: 2))
    var record = MessageRecord(folder: .inbox, number: 0)
    record.origtime = now - .days(100)
    mailbox.messages = [record]
    let decide = { (isComplete: Bool) in
      evaluator(standard).decisions(
        for: mailbox, grades: [.delivered], isOrphaned: false, isComplete: isComplete)
    }
    #expect(decide(true).map(\.isRemoval) == [true])
    #expect(decide(false) == [.undecidable(.incompleteMailbox)])
  }

  @Test func `the predicate says itself as a sentence`() {
    #expect(
      standard.description
        == "messages that were e-mailed (delivered, handedOver or inferred), older than 30d by "
        + "origtime in every folder but Deleted")
    #expect(
      MessagePredicate(mailboxes: [alice], folders: [.old, .inbox], larger: ByteCount(2048))
        .description
        == "messages larger than 2.0 KiB in folder INBOX or Old, of mailbox 1001@default")
  }
}
