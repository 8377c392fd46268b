import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSystem
import VmscanSources
import VmscanStore

/// Judges the messages of a reviewed plan again before it is applied, by what the plan was asked for.
///
/// A plan is a day old at most, but in that time a policy can change, a mailbox be configured, a mail come
/// back or a log go missing. Holds and the files themselves are looked at message by message when the
/// plan is applied.
struct PlanRecheck {
  let site: Site
  let judge: MailboxJudge
  let evaluator: RetentionEvaluator

  /// Ages count from the clock of the plan unless it is later by now.
  ///
  /// - Throws: `CommandFailure` when history or the policy cannot be read.
  init(
    site: Site, store: HistoryStore, plan: PlanHeader, doubts: DecisionDoubts
  ) throws {
    self.site = site
    judge = try MailboxJudge(site: site, store: store)
    evaluator = try RetentionInquiry(
      site, store, plan.request, doubts: doubts, holds: [], now: max(site.now, plan.reference)
    ).evaluator
  }

  /// - Throws: `CommandFailure` when a message of the plan may no longer go, naming the first.
  func refuseOutdated(_ plan: StoredPlan) throws {
    var planned: [MailboxID: [Key: EmailGrade]] = [:]
    var order: [MailboxID] = []
    var folders = plan.folders()
    while let folder = try ActionSession.refusing({ try folders.next() }) {
      if planned[folder.mailbox] == nil { order.append(folder.mailbox) }
      for message in folder.messages {
        let key = Key(folder.folder, message.messageID, message.number)
        planned[folder.mailbox, default: [:]][key] = message.grade
      }
    }
    var count = 0
    var first: String?
    let known = planned
    try site.source().forEachMailbox(of: order, judge: { outdated(in: $0, known[$0.id] ?? [:]) }) {
      count += $0.count
      first = first ?? $0.first
    }
    guard let first else { return }
    throw CommandFailure(
      .refused,
      """
      refused to apply the plan: \(Names.count(count, "message", "messages")) of it may no longer go, \
      as \(first)
      make a new plan; nothing was changed
      """)
  }

  /// What distinguishes a message of a mailbox from the others, in the plan as in the spool.
  private struct Key: Hashable {
    var folder: Folder
    var messageID: ByteText
    /// -1 where the message has an id, for its number may have moved on.
    var number: Int32

    init(_ folder: Folder, _ messageID: ByteText, _ number: Int32) {
      self.folder = folder
      self.messageID = messageID
      self.number = messageID.isEmpty ? number : -1
    }
  }

  private func outdated(in mailbox: SpoolMailbox, _ planned: [Key: EmailGrade]) -> [String] {
    let configured = judge.join.configured(for: mailbox.id)
    var problems: [SourceProblem] = []
    let grades = judge.grades(of: mailbox, configured: configured, noting: &problems)
    return mailbox.messages.indices.compactMap { index in
      let message = CandidateMessage(
        mailbox.messages[index], in: mailbox, grade: grades[index],
        isOrphaned: configured == nil)
      let key = Key(message.folder, message.messageID, message.number)
      guard let grade = planned[key] else { return nil }
      let decision = evaluator.decision(for: message)
      guard !decision.isRemoval else { return nil }
      let place = "\(message.mailbox)/\(message.folder)/\(MessageNumber.stem(message.number))"
      let now = MessagePredicate().counts(message.grade)
      return grade != message.grade && !now
        ? "\(place), planned with grade \(grade.rawValue), now has grade \(message.grade.rawValue)"
        : "\(place): \(decision.sentence.unmasked)"
    }
  }
}
