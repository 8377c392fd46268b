import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// Finds the messages a predicate means, in the order of mailbox, folder and number; memory holds
/// a few mailboxes.
struct MessageSearch {
  private let finder: MessageFinder
  private let context: RunContext
  private(set) var problems: [SourceProblem]
  /// Mailboxes and contexts asked for that are neither configured nor in the spool.
  private(set) var unknownNames: [String] = []

  /// - Throws: `CommandFailure` when history cannot be used.
  init(site: Site, predicate: MessagePredicate, in context: RunContext) throws {
    self.context = context
    let evidence = try EvidenceAtHand(site: site)
    finder = MessageFinder(
      site: site, predicate: predicate, judge: try MailboxJudge(site: site, store: evidence.store))
    problems = site.configuration.coverage.problems + evidence.problems
  }

  /// Calls `body` with each matching message.
  ///
  /// - Throws: What `body` throws; `CommandFailure` when interrupted.
  mutating func forEachRow(_ body: (MessageRow) throws -> Void) throws {
    let (ids, unread) = finder.walker.mailboxes()
    problems += unread
    if unread.isEmpty {
      unknownNames = finder.predicate.unknownNames(among: ids, of: finder.site)
    }
    let wanted = ids.filter { finder.predicate.matches(mailbox: $0) }
    try finder.walker.forEachMailbox(of: wanted, judge: finder.find) { found in
      guard !context.interruption.isSet else {
        throw CommandFailure(.interrupted, "interrupted; the list is not complete")
      }
      problems += found.problems
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
  let walker: SpoolWalker

  init(site: Site, predicate: MessagePredicate, judge: MailboxJudge) {
    self.site = site
    self.predicate = predicate
    self.judge = judge
    walker = site.walker()
  }

  @Sendable func find(in mailbox: SpoolMailbox) -> Found {
    var found = Found(problems: mailbox.problems)
    let configured = judge.join.configured(for: mailbox.id)
    let grades = judge.grades(of: mailbox, configured: configured, noting: &found.problems)
    var listings: [Folder: FolderListing] = [:]
    for (record, grade) in zip(mailbox.messages, grades) where record.marks.contains(.hasEnvelope) {
      let candidate = CandidateMessage(
        record, in: mailbox, grade: grade, isOrphaned: configured == nil)
      guard predicate.matches(candidate, now: site.now) else { continue }
      if listings[record.folder] == nil {
        listings[record.folder] = list(record.folder, of: mailbox.id, noting: &found.problems)
      }
      found.rows.append(
        MessageRow(candidate, files: listings[record.folder]?.names(of: record.number) ?? []))
    }
    return found
  }

  private func list(
    _ folder: Folder, of id: MailboxID, noting problems: inout [SourceProblem]
  ) -> FolderListing {
    do throws(SystemError) {
      return try walker.listFolder(folder, of: id) ?? FolderListing()
    } catch {
      problems.append(
        SourceProblem(
          .unreadable, path: ByteText("\(site.spool)/\(id.context)/\(id.mailbox)/\(folder)"),
          detail: "cannot be listed: \(error)", mailbox: id))
      return FolderListing()
    }
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
