import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore
import VmscanSystem

/// Finds the messages a predicate means, in the order of mailbox, folder and number; memory holds
/// a few mailboxes.
struct MessageSearch {
  private let finder: MessageFinder
  private let context: RunContext
  private let mailboxes: [MailboxID]
  private let progress: Progress
  private(set) var problems: [SourceProblem]
  /// What a mail log that was given cannot say.
  let evidenceProblems: [SourceProblem]

  /// - Throws: `CommandFailure` when history cannot be used, or the predicate names what is not
  ///   known here.
  init(
    site: Site, predicate: MessagePredicate, allowEmpty: Bool, namesFiles: Bool = true,
    progress: Progress, in context: RunContext
  ) throws {
    self.context = context
    self.progress = progress
    let evidence = try EvidenceAtHand(site: site, progress: progress)
    finder = MessageFinder(
      site: site, predicate: predicate, namesFiles: namesFiles,
      judge: try MailboxJudge(site: site, store: evidence.store, evidence: evidence.evidence))
    evidenceProblems = evidence.problems
    let (ids, unread) = finder.source.mailboxes()
    problems = site.configuration.coverage.problems + evidence.problems + unread
    if !predicate.mailboxes.isEmpty || !predicate.contexts.isEmpty {
      let names = KnownNames(
        site, directories: ids, isComplete: !unread.contains(where: \.hidesData))
      try names.check(
        names.unknown(mailboxes: predicate.mailboxes, contexts: predicate.contexts),
        allowEmpty: allowEmpty, in: context)
    }
    mailboxes = ids.filter { predicate.matches(mailbox: $0) }
  }

  /// Calls `body` with each matching message.
  ///
  /// - Throws: What `body` throws; `CommandFailure` when interrupted.
  mutating func forEachRow(_ body: (MessageRow) throws -> Void) throws {
    progress.begin("reading mailboxes", of: mailboxes.count)
    defer { progress.end() }
    try finder.source.forEachMailbox(of: mailboxes, judge: finder.find) { found in
      progress.step()
      guard !context.interruption.isSet else {
        throw CommandFailure(.interrupted, "interrupted; the list is not complete")
      }
      problems += found.problems
      if !found.rows.isEmpty { progress.clear() }
      for row in found.rows { try body(row) }
    }
  }
}

/// Finds the messages of one mailbox, on any thread.
private struct MessageFinder: Sendable {
  struct Found: Sendable {
    var rows: [MessageRow] = []
    var problems: [SourceProblem]
  }

  let site: Site
  let predicate: MessagePredicate
  let judge: MailboxJudge
  let source: any MailboxSource

  init(site: Site, predicate: MessagePredicate, namesFiles: Bool, judge: MailboxJudge) {
    self.site = site
    self.predicate = predicate
    self.judge = judge
    source = site.source(keepsFiles: namesFiles)
  }

  @Sendable func find(in mailbox: SpoolMailbox) -> Found {
    var found = Found(problems: mailbox.problems)
    let configured = judge.join.configured(for: mailbox.id)
    let grades = judge.grades(of: mailbox, configured: configured, noting: &found.problems)
    for (index, record) in mailbox.messages.enumerated()
    where record.marks.contains(.hasEnvelope)
      && predicate.matchesSizeAndAge(record, now: site.now)
    {
      let candidate = CandidateMessage(
        record, in: mailbox, grade: grades[index], isOrphaned: configured == nil)
      guard predicate.matches(candidate, now: site.now) else { continue }
      let stem = MessageNumber.stem(record.number)
      let files = mailbox.files(ofMessageAt: index).map { mailbox.planned($0).suffix }.sorted()
      found.rows.append(MessageRow(candidate, files: files.map { ByteText(stem + $0) }))
    }
    return found
  }
}

extension MessageRow {
  init(_ message: CandidateMessage, files: [ByteText]) {
    self.init(
      mailbox: message.mailbox, folder: message.folder, number: message.number,
      messageID: message.messageID, origtime: message.origtime, duration: message.duration,
      bytes: message.bytes, files: files,
      emailed: EmailVerdict(grade: message.grade, reasons: []), problems: message.problems,
      callerID: message.callerID)
  }
}
