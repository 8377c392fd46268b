import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore
import VmscanSystem

/// Makes the plan of a purge: reads, grades and decides, and changes nothing.
struct PurgePlanning {
  let site: Site
  let request: PurgeRequest
  let evaluator: RetentionEvaluator
  let policyText: String
  /// Set when only confirmed deliveries may go.
  private let confirmed: ConfirmedDeletionRules?
  private let judge: MailboxJudge
  private let context: RunContext
  private let progress: Progress
  private(set) var problems: [SourceProblem]
  /// Goes on although a mailbox or context is named that is not known.
  var allowEmpty = false
  /// Folders that were left out because another program holds their lock.
  private(set) var foldersLockedOut = 0
  /// What is to be remembered of mails before messages go.
  private(set) var claims: [MailClaim] = []

  /// - Throws: `CommandFailure` when history cannot be used.
  init(
    site: Site, store: HistoryStore, evidenceProblems: [SourceProblem],
    request: PurgeRequest, evaluator: RetentionEvaluator, policyText: String,
    confirmed: ConfirmedDeletionRules? = nil,
    progress: Progress, in context: RunContext
  ) throws {
    self.progress = progress
    self.confirmed = confirmed
    self.site = site
    self.request = request
    self.evaluator = evaluator
    self.policyText = policyText
    self.context = context
    judge = try MailboxJudge(site: site, store: store)
    problems = site.configuration.coverage.problems + evidenceProblems
  }

  /// Writes the plan to an empty file as it is made.
  ///
  /// - Throws: `CommandFailure` when the spool cannot be opened or the run is interrupted.
  mutating func plan(into file: Descriptor) throws -> StoredPlan {
    let files = PosixFileOperations()
    let spool = try ActionSession.refusing { try ActionSession.openSpool(of: site, files) }
    let identity = try ActionSession.refusing { try files.identity(of: spool) }
    let header = header(identity)
    var plan = try ActionSession.refusing { try PlanWriter(header, to: file) }
    let planner = PurgePlanner(for: site, spool: identity)
    let source = site.source(keepsFiles: true)
    let (ids, unread) = source.mailboxes()
    problems += unread
    try refuseUnknownNames(KnownNames(site, directories: ids, isComplete: unread.isEmpty))
    let mailboxPlanning = MailboxPlanning(
      evaluator: evaluator, confirmed: confirmed, judge: judge, planner: planner, spool: spool,
      now: site.now)
    let wanted = ids.filter { evaluator.predicate.matches(mailbox: $0) }
    progress.begin("planning, mailboxes read", of: wanted.count)
    defer { progress.end() }
    try source.forEachMailbox(of: wanted, judge: mailboxPlanning.plan) { planned in
      progress.step()
      guard !context.interruption.isSet else {
        throw CommandFailure(.interrupted, "interrupted; nothing was changed")
      }
      problems += planned.problems
      claims += planned.claims
      plan.review.totals.considered += planned.considered
      try ActionSession.refusing {
        for exclusion in planned.exclusions { try plan.add(exclusion) }
        for result in planned.folders {
          if let folder = result.folder { try plan.add(folder) }
          foldersLockedOut += result.isLockedOut ? 1 : 0
          for exclusion in result.exclusions { try plan.add(exclusion) }
        }
      }
    }
    return try ActionSession.refusing { try plan.finish() }
  }

  /// A rule that protects a misspelt context protects nothing.
  private func refuseUnknownNames(_ names: KnownNames) throws {
    let predicate = evaluator.predicate
    let unknown = names.unknown(mailboxes: predicate.mailboxes, contexts: predicate.contexts)
    try names.check(
      unknown,
      protecting: evaluator.policies.flatMap { names.unknown(in: $0) }
        + (confirmed.map { names.unknown(in: $0) } ?? []),
      allowEmpty: allowEmpty, in: context)
  }

  private func header(_ identity: FileIdentity) -> PlanHeader {
    PlanHeader(
      created: context.clock(), reference: site.now, host: context.hostName, spool: site.spool,
      spoolDevice: identity.device, spoolInode: identity.inode,
      lockMode: site.configuration.asterisk.lockMode.value, request: request, policy: policyText,
      policyOwner: request.policyFile == nil ? nil : evaluator.rules?.owner,
      holds: evaluator.holds.filter { $0.isInForce(at: site.protectionTime) }.map(\.title),
      table: SiteRows(site).table?.place)
  }
}
