import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSystem

/// Decides and plans one mailbox, on any thread.
struct MailboxPlanning: Sendable {
  /// What a mailbox adds to the plan.
  struct Planned: Sendable {
    /// Messages that were weighed.
    var considered = 0
    var exclusions: [PlanExclusion] = []
    /// In the order of the folders.
    var folders: [PurgePlanner.Result] = []
    var problems: [SourceProblem]
    /// What is to be remembered of mails before messages go.
    var claims: [MailClaim] = []
  }

  let evaluator: RetentionEvaluator
  /// Set when only confirmed deliveries may go.
  let confirmed: ConfirmedDeletionRules?
  let judge: MailboxJudge
  let planner: PurgePlanner
  let spool: Descriptor
  let now: Timestamp

  @Sendable func plan(_ mailbox: SpoolMailbox) -> Planned {
    var planned = Planned(problems: mailbox.problems)
    let hiding = mailbox.problems.first(where: \.hidesData)
    let removals = removals(from: mailbox, into: &planned)
    planned.folders = planner.plan(
      mailbox, removals: removals, spool: spool, coverageProblem: hiding.map(\.sentence))
    return planned
  }

  /// Messages that may go, by folder; what was asked for and stays for a reason is excluded.
  private func removals(
    from mailbox: SpoolMailbox, into planned: inout Planned
  ) -> [Folder: [PurgePlanner.Removal]] {
    let configured = judge.join.configured(for: mailbox.id)
    let graded = judge.graded(mailbox, configured: configured, noting: &planned.problems)
    var removed: Set<Int> = []
    var removals: [Folder: [PurgePlanner.Removal]] = [:]
    for (index, record) in mailbox.messages.enumerated()
    where record.marks.contains(.hasEnvelope) {
      planned.considered += 1
      let message = CandidateMessage(
        record, in: mailbox, grade: graded.grades[index], isOrphaned: configured == nil)
      switch evaluator.decision(for: message) {
      case .remove(let given):
        guard
          let reason = confirmation(of: index, in: mailbox, noting: &planned.problems)
            ?? unconfirmed(given)
        else { continue }
        removals[record.folder, default: []].append(.init(message: message, reason: reason))
        removed.insert(index)
      case .keep(let reasons) where reasons.allSatisfy(\.isProtection):
        planned.exclude(message, "\(reasons.map(\.sentence))")
      case .undecidable(let problem): planned.exclude(message, problem.sentence)
      case .keep: break
      }
    }
    if !removed.isEmpty { planned.claims = graded.claims(removing: removed) }
    return removals
  }

  /// The reason when the mail's arrival is what lets the message go.
  private func confirmation(
    of index: Int, in mailbox: SpoolMailbox, noting problems: inout [SourceProblem]
  ) -> RemovalReason? {
    guard let confirmed else { return nil }
    let verdict = judge.verdict(of: index, in: mailbox, noting: &problems)
    let id = judge.join.configured(for: mailbox.id)?.id ?? mailbox.id
    let grace = confirmed.grace(of: id)
    guard
      case .remove = ConfirmedDeletion.decide(verdict, grace: grace, now: now)
    else { return nil }
    return RemovalReason(
      text: grace.map { "mail delivered to every recipient more than \($0) ago" }
        ?? "mail delivered to every recipient")
  }

  /// Without confirmed mode the decision stands as it is.
  private func unconfirmed(_ reason: RemovalReason) -> RemovalReason? {
    confirmed == nil ? reason : nil
  }
}

extension MailboxPlanning.Planned {
  fileprivate mutating func exclude(_ message: CandidateMessage, _ reason: Sentence) {
    exclusions.append(
      PlanExclusion(
        mailbox: message.mailbox, folder: message.folder, number: message.number, reason: reason))
  }
}

extension KeepReason {
  /// A hold or a legal minimum, which the plan names.
  fileprivate var isProtection: Bool {
    switch self {
    case .held, .legalMinimum: true
    case .withinPolicy, .notEmailed, .notSelected, .tooYoung: false
    }
  }
}
