import Synchronization
import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// Finds the messages a predicate means, mailbox by mailbox in order, one mailbox in memory.
struct MessageSearch {
  let site: Site
  let predicate: MessagePredicate
  private let judge: MailboxJudge
  private let context: RunContext
  private(set) var problems: [SourceProblem]
  /// Mailboxes and contexts asked for that are neither configured nor in the spool.
  private(set) var unknownNames: [String] = []

  /// - Throws: `CommandFailure` when history cannot be used.
  init(site: Site, predicate: MessagePredicate, in context: RunContext) throws {
    self.site = site
    self.predicate = predicate
    self.context = context
    let evidence = try EvidenceAtHand(site: site)
    judge = try MailboxJudge(site: site, store: evidence.store)
    problems = site.configuration.coverage.problems + evidence.problems
  }

  /// Calls `body` with each matching message, sorted by mailbox, folder and number.
  ///
  /// - Throws: What `body` throws; `CommandFailure` when interrupted.
  mutating func forEachRow(_ body: (MessageRow) throws -> Void) throws {
    try forEachMailbox { mailbox, rows in
      for row in rows { try body(row) }
    }
  }

  private mutating func forEachMailbox(
    _ body: (SpoolMailbox, [MessageRow]) throws -> Void
  ) throws {
    let walker = site.walker()
    let (ids, unread) = walker.mailboxes()
    problems += unread
    if unread.isEmpty { unknownNames = predicate.unknownNames(among: ids, of: site) }
    for id in ids where predicate.matches(mailbox: id) {
      guard !context.interruption.isSet else {
        throw CommandFailure(.interrupted, "interrupted; the list is not complete")
      }
      guard let mailbox = walker.readMailbox(id) else { continue }
      problems += mailbox.problems
      let rows = rows(of: mailbox, walker)
      if !rows.isEmpty { try body(mailbox, rows) }
    }
  }

  private mutating func rows(of mailbox: SpoolMailbox, _ walker: SpoolWalker) -> [MessageRow] {
    let configured = judge.join.configured(for: mailbox.id)
    let grades = judge.grades(of: mailbox, configured: configured, noting: &problems)
    var listings: [Folder: FolderListing] = [:]
    var rows: [MessageRow] = []
    for (record, grade) in zip(mailbox.messages, grades) where record.marks.contains(.hasEnvelope) {
      let candidate = CandidateMessage(
        record, in: mailbox, grade: grade, isOrphaned: configured == nil)
      guard predicate.matches(candidate, now: site.now) else { continue }
      if listings[record.folder] == nil {
        listings[record.folder] = list(record.folder, of: mailbox.id, walker)
      }
      rows.append(
        MessageRow(candidate, files: listings[record.folder]?.names(of: record.number) ?? []))
    }
    return rows
  }

  private mutating func list(
    _ folder: Folder, of id: MailboxID, _ walker: SpoolWalker
  ) -> FolderListing? {
    do throws(SystemError) {
      return try walker.listFolder(folder, of: id)
    } catch {
      problems.append(
        SourceProblem(
          .unreadable, path: ByteText("\(site.spool)/\(id.context)/\(id.mailbox)/\(folder)"),
          detail: "cannot be listed: \(error)", mailbox: id))
      return nil
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
