import Glibc
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// Makes the plan of a purge: reads, grades and decides, and changes nothing.
struct PurgePlanning {
  let site: Site
  let evaluator: RetentionEvaluator
  let policyText: String
  /// Set when only confirmed deliveries may go.
  private let confirmed: ConfirmedDeletionRules?
  private let judge: MailboxJudge
  private let context: RunContext
  private(set) var problems: [SourceProblem]
  /// Mailboxes and contexts the predicate names that are not known.
  private(set) var unknownNames: [String] = []

  /// - Throws: `CommandFailure` when history cannot be used.
  init(
    site: Site, store: HistoryStore, evidenceProblems: [SourceProblem],
    evaluator: RetentionEvaluator, policyText: String, confirmed: ConfirmedDeletionRules? = nil,
    in context: RunContext
  ) throws {
    self.confirmed = confirmed
    self.site = site
    self.evaluator = evaluator
    self.policyText = policyText
    self.context = context
    judge = try MailboxJudge(site: site, store: store)
    problems = site.configuration.coverage.problems + evidenceProblems
  }

  /// Writes the plan to an empty file as it is made.
  ///
  /// - Throws: `CommandFailure` when the spool cannot be opened or the run is interrupted.
  mutating func plan(into file: VmscanActions.Descriptor) throws -> StoredPlan {
    let files = PosixFileOperations()
    let spool = try ActionSession.refusing { try ActionSession.openSpool(of: site, files) }
    let identity = try ActionSession.refusing { try files.identity(of: spool) }
    let header = header(identity)
    var plan = try ActionSession.refusing { try PlanWriter(header, to: file) }
    let planner = PurgePlanner(
      expectedOwner: geteuid() == 0 ? nil : identity.owner,
      lockMode: site.configuration.asterisk.lockMode.value, now: site.now)
    let walker = site.walker()
    let (ids, unread) = walker.mailboxes()
    problems += unread
    if unread.isEmpty { unknownNames = evaluator.predicate.unknownNames(among: ids, of: site) }
    for id in ids where evaluator.predicate.matches(mailbox: id) {
      guard !context.interruption.isSet else {
        throw CommandFailure(.interrupted, "interrupted; nothing was changed")
      }
      guard let mailbox = walker.readMailbox(id) else { continue }
      try add(mailbox, to: &plan, planner, spool)
    }
    return try ActionSession.refusing { try plan.finish() }
  }

  private mutating func add(
    _ mailbox: SpoolMailbox, to plan: inout PlanWriter, _ planner: PurgePlanner,
    _ spool: VmscanActions.Descriptor
  ) throws {
    problems += mailbox.problems
    let hiding = mailbox.problems.first(where: \.hidesData)
    let removals = try removals(from: mailbox, to: &plan)
    for (folder, list) in removals.sorted(by: { $0.key < $1.key }) {
      let result = try ActionSession.refusing {
        try planner.plan(
          mailbox.id, folder, removals: list, spool: spool,
          coverageProblem: hiding?.description)
      }
      try ActionSession.refusing {
        if let planned = result.folder { try plan.add(planned) }
        for exclusion in result.exclusions { try plan.add(exclusion) }
      }
    }
  }

  /// Messages that may go, by folder; what was asked for and stays for a reason is excluded.
  private mutating func removals(
    from mailbox: SpoolMailbox, to plan: inout PlanWriter
  ) throws -> [Folder: [PurgePlanner.Removal]] {
    let configured = judge.join.configured(for: mailbox.id)
    let grades = judge.grades(of: mailbox, configured: configured, noting: &problems)
    var removals: [Folder: [PurgePlanner.Removal]] = [:]
    for (index, record) in mailbox.messages.enumerated()
    where record.marks.contains(.hasEnvelope) {
      plan.review.totals.considered += 1
      let message = CandidateMessage(
        record, in: mailbox, grade: grades[index], isOrphaned: configured == nil)
      switch evaluator.decision(for: message) {
      case .remove(let given):
        guard let reason = confirmation(of: index, in: mailbox) ?? unconfirmed(given) else {
          continue
        }
        removals[record.folder, default: []].append(.init(message: message, reason: reason))
      case .keep(let reasons) where reasons.contains(where: \.isProtection):
        try exclude(message, reasons.map(\.description).joined(separator: "; "), from: &plan)
      case .undecidable(let problem): try exclude(message, problem.description, from: &plan)
      case .keep: break
      }
    }
    return removals
  }

  /// The reason when the mail's arrival is what lets the message go.
  private mutating func confirmation(of index: Int, in mailbox: SpoolMailbox) -> RemovalReason? {
    guard let confirmed else { return nil }
    let verdict = judge.verdict(of: index, in: mailbox, noting: &problems)
    let id = judge.join.configured(for: mailbox.id)?.id ?? mailbox.id
    let grace = confirmed.grace(of: id)
    guard
      case .remove = ConfirmedDeletion.decide(verdict, grace: grace, now: site.now)
    else { return nil }
    return RemovalReason(
      text: "mail delivered to every recipient more than \(grace.map { "\($0)" } ?? "") ago")
  }

  /// Without confirmed mode the decision stands as it is.
  private func unconfirmed(_ reason: RemovalReason) -> RemovalReason? {
    confirmed == nil ? reason : nil
  }

  private func exclude(
    _ message: CandidateMessage, _ reason: String, from plan: inout PlanWriter
  ) throws {
    let exclusion = PlanExclusion(
      mailbox: message.mailbox, folder: message.folder, number: message.number, reason: reason)
    try ActionSession.refusing { try plan.add(exclusion) }
  }

  private func header(_ identity: FileIdentity) -> PlanHeader {
    PlanHeader(
      created: context.clock(), reference: site.now, host: context.hostName, spool: site.spool,
      spoolDevice: identity.device, spoolInode: identity.inode,
      lockMode: site.configuration.asterisk.lockMode.value, policy: policyText,
      holds: evaluator.holds.filter { $0.isInForce(at: site.now) }.map(\.title))
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
