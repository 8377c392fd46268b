import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// Turns one mailbox directory into facts; used from every thread of the walk.
struct MailboxJudge: Sendable {
  let join: SpoolConfigJoin
  let grader: EmailGrader
  let summarizer: MailboxSummarizer
  let history: StoredDestinations
  private let evidence: any MailEvidence
  /// Mails of this history name no mailbox.
  private let hasUnnamedMails: Bool
  private let others: OtherOwners

  /// The mails that count are those of history unless others are given.
  ///
  /// - Throws: `CommandFailure` when history cannot be read.
  init(site: Site, store: HistoryStore, evidence given: (any MailEvidence)? = nil) throws {
    let evidence = try History.failing { try given ?? store.evidence() }
    self.evidence = evidence
    let mailboxes = site.configuration.mailboxes
    hasUnnamedMails = evidence.hasMailsWithoutMailbox
    var known = try History.failing { try store.destinations(of: site.key) }
    known.noteConfigured(mailboxes.lazy.map(\.id))
    history = known
    others = try History.failing {
      try OtherOwners(among: mailboxes, known, source: site.source(), evidence)
    }
    join = SpoolConfigJoin(configuration: site.configuration)
    grader = EmailGrader(
      coverage: try History.failing { try evidence.coverage() }, now: site.now,
      asteriskVersion: site.configuration.asterisk.version,
      recordedFormats: site.configuration.general.formats.value,
      queueLife: site.settings.mailQueueLifetime,
      mailIsRecoded: MailRecoding.recodes(site.configuration.general.mailCommand.value),
      showsRecipients: try hasUnnamedMails
        && mailboxes.contains { mailbox in
          try Self.showsMail(to: mailbox, evidence)
        },
      hosts: try History.failing { try OwnHosts.found(for: site, known, evidence) })
    summarizer = MailboxSummarizer(
      classifier: site.classifier, settings: site.settings.assessment, now: site.now)
  }

  /// What the judge says of a mailbox.
  struct Opinion {
    var facts: MailboxFacts
    /// What went wrong on the way.
    var problems: [SourceProblem]
    /// What is to be remembered of its mails.
    var claims: [MailClaim]
  }

  func judge(_ directory: SpoolMailbox) -> Opinion {
    judge(directory, configured: join.configured(for: directory.id))
  }

  /// The same when the mailbox the directory belongs to is at hand.
  func judge(
    _ directory: SpoolMailbox, configured: ConfiguredMailbox?
  ) -> Opinion {
    var problems = directory.problems
    let known = known(of: directory, configured)
    let mails = mails(of: directory, known, configured, noting: &problems)
    let graded = grader.graded(
      directory, configured: configured, mails: mails, knowledge: known.own, gone: known.gone,
      among: surroundings(of: directory, configured))
    let effective =
      mails.isEmpty
      ? []
      : configured.map { mailbox in
        EffectiveRecipients.addresses(
          in: mails.filter {
            $0.mailbox == directory.id.mailbox && !grader.hosts.isForeign($0)
          }, of: mailbox)
      } ?? []
    var facts = summarizer.facts(
      of: directory, configured: configured, grades: graded.grades, effective: effective)
    facts.isPartial = facts.isPartial || problems.contains(where: \.hidesData)
    if let last = facts.lastDelivery, known.own?.lastUse != nil,
      history.actions.contains(where: { $0.contains(last) })
    {
      // The folder changed because this program moved messages, which is no sign of use.
      facts.lastDelivery = nil
    }
    return Opinion(facts: facts, problems: problems, claims: graded.claims)
  }

  /// One grade per message of the directory.
  func grades(
    of directory: SpoolMailbox, configured: ConfiguredMailbox?,
    noting problems: inout [SourceProblem]
  ) -> [EmailGrade] {
    graded(directory, configured: configured, noting: &problems).grades
  }

  /// The grades with what is to be remembered of the mails.
  func graded(
    _ directory: SpoolMailbox, configured: ConfiguredMailbox?,
    noting problems: inout [SourceProblem]
  ) -> EmailGrader.Graded {
    let known = known(of: directory, configured)
    return grader.graded(
      directory, configured: configured,
      mails: mails(of: directory, known, configured, noting: &problems), knowledge: known.own,
      gone: known.gone, among: surroundings(of: directory, configured))
  }

  /// The grade of one message with the facts behind it.
  func verdict(
    of index: Int, in directory: SpoolMailbox, noting problems: inout [SourceProblem]
  ) -> EmailVerdict {
    let configured = join.configured(for: directory.id)
    let known = known(of: directory, configured)
    return grader.verdict(
      for: index, in: directory, configured: configured,
      mails: mails(of: directory, known, configured, noting: &problems), knowledge: known.own,
      gone: known.gone, among: surroundings(of: directory, configured))
  }

  private func surroundings(
    of directory: SpoolMailbox, _ configured: ConfiguredMailbox?
  ) -> MailSurroundings {
    others.surroundings(
      of: directory.id, origins: Self.origins(of: directory), configured, evidence)
  }

  /// Whether a log whose mails name no mailbox has shown one to just this mailbox's addresses.
  private static func showsMail(
    to mailbox: ConfiguredMailbox, _ evidence: any MailEvidence
  ) throws -> Bool {
    let addresses = SharedAddresses.addresses(of: mailbox)
    return try addresses.contains { address in
      try evidence.mails(toAddress: address).contains { $0.went(to: addresses) }
    }
  }

  func knowledge(of mailbox: ConfiguredMailbox?) -> DestinationKnowledge? {
    mailbox.flatMap { history.destinationsKnown(for: $0.id) }
  }

  private typealias Known = (own: DestinationKnowledge?, gone: [DestinationKnowledge])

  /// What history knows of a directory's mailbox, configured or not, and of those it may have been.
  private func known(of directory: SpoolMailbox, _ configured: ConfiguredMailbox?) -> Known {
    (
      history.destinationsKnown(for: configured?.id ?? directory.id),
      history.goneMailboxes(numbered: directory.id.mailbox)
    )
  }

  /// Looks up mail evidence; a failed look-up is a problem, never "no mail".
  private func mails(
    of directory: SpoolMailbox, _ known: Known, _ configured: ConfiguredMailbox?,
    noting problems: inout [SourceProblem]
  ) -> [MailRecord] {
    do {
      var mails = try evidence.mails(forMailbox: directory.id.mailbox)
      if hasUnnamedMails {
        let duty = MailDuty(
          of: directory, configured: configured, knowledge: known.own, gone: known.gone,
          grader: grader)
        for address in duty.everyAddress { mails += try evidence.mails(toAddress: address) }
      }
      for origin in Self.origins(of: directory) {
        mails += try evidence.mails(forMailbox: origin)
      }
      return mails
    } catch {
      problems.append(
        SourceProblem(
          .unreadable, path: "history", detail: "mail evidence cannot be read: \(word: "\(error)")",
          mailbox: directory.id))
      return []
    }
  }

  /// The mailboxes that copies in a directory were first left for.
  private static func origins(of directory: SpoolMailbox) -> Set<ByteText> {
    var origins: Set<ByteText> = []
    for message in directory.messages where message.marks.contains(.copy) {
      let origin = directory.string(message.origMailbox)
      if origin != directory.id.mailbox, !origin.isEmpty { origins.insert(origin) }
    }
    return origins
  }
}
