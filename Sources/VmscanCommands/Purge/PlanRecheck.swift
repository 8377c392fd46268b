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

  /// - Returns: What is to be remembered of mails before messages go.
  /// - Throws: `CommandFailure` when a message of the plan may no longer go, naming the first.
  func refuseOutdated(_ plan: StoredPlan) throws -> [MailClaim] {
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
    var claims: [MailClaim] = []
    let known = planned
    try site.source().forEachMailbox(of: order, judge: { outdated(in: $0, known[$0.id] ?? [:]) }) {
      count += $0.places.count
      first = first ?? $0.places.first
      claims += $0.claims
    }
    guard let first else { return claims }
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

  private func outdated(
    in mailbox: SpoolMailbox, _ planned: [Key: EmailGrade]
  ) -> (places: [String], claims: [MailClaim]) {
    let configured = judge.join.configured(for: mailbox.id)
    var problems: [SourceProblem] = []
    let graded = judge.graded(mailbox, configured: configured, noting: &problems)
    var removed: Set<Int> = []
    let places = mailbox.messages.indices.compactMap { index -> String? in
      let message = CandidateMessage(
        mailbox.messages[index], in: mailbox, grade: graded.grades[index],
        isOrphaned: configured == nil)
      let key = Key(message.folder, message.messageID, message.number)
      guard let grade = planned[key] else { return nil }
      removed.insert(index)
      let decision = evaluator.decision(for: message)
      guard !decision.isRemoval else { return nil }
      let place = "\(message.mailbox)/\(message.folder)/\(MessageNumber.stem(message.number))"
      let now = MessagePredicate().counts(message.grade)
      return grade != message.grade && !now
        ? "\(place), planned with grade \(grade.rawValue), now has grade \(message.grade.rawValue)"
        : "\(place): \(decision.sentence.unmasked)"
    }
    return (places, graded.claims(removing: removed))
  }
}
