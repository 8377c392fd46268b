import VmscanAssessment
import VmscanModel
import VmscanStore

/// Turns one mailbox directory into facts; used from every thread of the walk.
struct MailboxJudge: Sendable {
  let join: SpoolConfigJoin
  let grader: EmailGrader
  let summarizer: MailboxSummarizer
  let history: StoredDestinations
  private let evidence: any MailEvidence

  /// - Throws: `CommandFailure` when history cannot be read.
  init(site: Site, store: HistoryStore) throws {
    let evidence = try History.failing { try store.evidence() }
    self.evidence = evidence
    history = try History.failing {
      try store.destinations(of: site.key)
    }
    join = SpoolConfigJoin(configuration: site.configuration)
    grader = EmailGrader(
      coverage: try History.failing { try evidence.coverage() }, now: site.now,
      asteriskVersion: site.configuration.asterisk.version,
      recordedFormats: site.configuration.general.formats.value)
    summarizer = MailboxSummarizer(
      classifier: site.classifier, settings: site.settings.assessment, now: site.now)
  }

  /// What the mailbox is, and what went wrong on the way.
  func judge(_ directory: SpoolMailbox) -> (facts: MailboxFacts, problems: [SourceProblem]) {
    judge(directory, configured: join.configured(for: directory.id))
  }

  /// The same when the mailbox the directory belongs to is at hand.
  func judge(
    _ directory: SpoolMailbox, configured: ConfiguredMailbox?
  ) -> (facts: MailboxFacts, problems: [SourceProblem]) {
    var problems = directory.problems
    let mails = mails(for: directory.id, noting: &problems)
    let grades = grader.grades(
      for: directory, configured: configured, mails: mails, knowledge: knowledge(of: configured))
    let effective =
      mails.isEmpty
      ? [] : configured.map { EffectiveRecipients.addresses(in: mails, of: $0) } ?? []
    var facts = summarizer.facts(
      of: directory, configured: configured, grades: grades, effective: effective)
    facts.isPartial = facts.isPartial || problems.contains(where: \.hidesData)
    return (facts, problems)
  }

  /// One grade per message of the directory.
  func grades(
    of directory: SpoolMailbox, configured: ConfiguredMailbox?,
    noting problems: inout [SourceProblem]
  ) -> [EmailGrade] {
    grader.grades(
      for: directory, configured: configured, mails: mails(for: directory.id, noting: &problems),
      knowledge: knowledge(of: configured))
  }

  /// The grade of one message with the facts behind it.
  func verdict(
    of index: Int, in directory: SpoolMailbox, noting problems: inout [SourceProblem]
  ) -> EmailVerdict {
    let configured = join.configured(for: directory.id)
    return grader.verdict(
      for: index, in: directory, configured: configured,
      mails: mails(for: directory.id, noting: &problems), knowledge: knowledge(of: configured))
  }

  func knowledge(of mailbox: ConfiguredMailbox?) -> DestinationKnowledge? {
    mailbox.flatMap { history.destinationsKnown(for: $0.id) }
  }

  /// Looks up mail evidence; a failed look-up is a problem, never "no mail".
  private func mails(for id: MailboxID, noting problems: inout [SourceProblem]) -> [MailRecord] {
    do {
      return try evidence.mails(forMailbox: id.mailbox)
    } catch {
      problems.append(
        SourceProblem(
          .unreadable, path: "history", detail: "mail evidence cannot be read: \(word: "\(error)")",
          mailbox: id))
      return []
    }
  }
}
