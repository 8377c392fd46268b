package import VmscanModel
package import VmscanSystem

/// Applies a reviewed plan to the spool, under Asterisk's own locks, so that a stop at any moment
/// loses nothing.
///
/// For each folder: intents to the journal, nobody in the mailbox, lock, look again, take each
/// message whole into the quarantine, renumber what stays, verify, unlock, outcomes to the
/// journal. Some folders at a time, so that memory does not grow with the plan; several lanes, each
/// with folders of its own.
package struct PurgeExecutor: Sendable {
  let files: any FileOperations
  let journal: any ActionJournal
  let lock: any FolderLock
  let control: any AsteriskControl
  let quarantine: Quarantine
  let spool: Descriptor
  let spoolPath: ByteText
  let identity: ActionIdentity
  let options: ExecutorOptions
  let owner: any OwnerSwitch
  let now: @Sendable () -> Timestamp
  let shouldStop: @Sendable () -> Bool

  /// Acts on `spool`, the open directory that holds the contexts.
  ///
  /// `runLock` is the proof that no other vmscan acts on it; `shouldStop` is asked between messages
  /// and set by a signal.
  package init(
    spool: Descriptor, spoolPath: ByteText, quarantine: Quarantine, runLock: RunLock,
    journal: any ActionJournal, lock: any FolderLock, control: any AsteriskControl,
    identity: ActionIdentity, options: ExecutorOptions = ExecutorOptions(),
    files: any FileOperations = PosixFileOperations(),
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    _ = runLock
    self.files = files
    self.journal = journal
    self.lock = lock
    self.control = control
    self.quarantine = quarantine
    self.spool = spool
    self.spoolPath = spoolPath
    self.identity = identity
    self.options = options
    self.owner = owner
    self.now = now
    self.shouldStop = shouldStop
  }

  /// Applies a plan.
  ///
  /// `folders`: the plan's folders in its order; with one lane taken one after the other.
  /// `report`: called on this thread, once per folder when nothing more is to be done in it.
  /// - Throws: `PurgeRefusal` before anything was changed; an error of the journal at any time,
  ///   and then the next command finishes what was begun.
  package func apply(
    _ header: PlanHeader, digest: String, totals: PlanTotals, folders: [PlannedFolder],
    report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    var source = folders.makeIterator()
    return try apply(
      header, digest: digest, totals: totals, next: { source.next() }, report: report)
  }

  /// Applies a plan that is held somewhere else, reading its folders one after the other.
  package func apply(
    _ plan: StoredPlan, report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    var source = plan.folders()
    return try apply(
      plan.review.header, digest: plan.digest, totals: plan.review.totals,
      next: { try source.next() }, report: report)
  }

  private func apply(
    _ header: PlanHeader, digest: String, totals: PlanTotals,
    next: sending @escaping () throws -> PlannedFolder?, report: (FolderOutcome) -> Void
  ) throws -> PurgeOutcome {
    try check(header)
    let feed = PurgeFeed(unfinished: try unfinishedFolders(), next: next)
    let subject = "\(spoolPath)"
    var begin = header.journalDetail(digest: digest, totals: totals)
    begin["quarantine"] = "\(quarantine.path)"
    _ = try journal.append(identity.record(.begin, .purge, subject, at: now(), begin))
    var outcome = PurgeOutcome()
    func takeDone() {
      for done in feed.takeDone() {
        outcome.add(done)
        report(done)
      }
    }
    // Without a quarantine a lane removes what it emptied, where another may be about to write.
    let others = options.keepsNoQuarantine ? 0 : options.lanes - 1
    let threads = ThreadTeam.start(others) { work(from: feed, digest: digest) }
    work(from: feed, digest: digest, afterEach: takeDone)
    ThreadTeam.join(threads)
    takeDone()
    if let failure = feed.failure { throw failure }
    outcome.wasStopped = feed.wasStopped
    _ = try journal.append(identity.record(.end, .purge, subject, at: now(), outcome.detail))
    return outcome
  }

  /// One lane: takes folders and works on them, some at a time, until there are no more.
  private func work(from feed: PurgeFeed, digest: String, afterEach: () -> Void = {}) {
    var queue: [PurgeJob] = []
    var isFirst = true
    do {
      while true {
        try feed.fill(&queue, while: hasRoom)
        if queue.isEmpty || feed.failure != nil { return }
        if shouldStop() { feed.stop() }
        queue = try work(
          queue, in: Group(number: feed.nextGroup(), isFirst: isFirst), digest: digest,
          stopping: feed.wasStopped, done: feed.finish)
        isFirst = false
        afterEach()
      }
    } catch {
      feed.fail(error)
    }
  }

  /// Whether another folder may be worked on together with these.
  private func hasRoom(_ queue: [PurgeJob]) -> Bool {
    guard !queue.isEmpty else { return true }
    // Of a large folder one hold takes only a part.
    let weight = queue.reduce(0) { $0 + min($1.remaining.count, options.renamesPerHold) }
    return queue.count < options.foldersPerWrite && weight < options.messagesPerWrite
  }

  private func check(_ header: PlanHeader) throws {
    try header.refuse(unless: spool, files)
    guard QuarantinePlace.isUsable(run: identity.run) else {
      throw PurgeRefusal.quarantineUnusable(quarantine.path, "the run's name is no file name")
    }
    do {
      _ = try control.sessions()
    } catch let error as AsteriskUnreachable where !options.actsUnasked {
      throw PurgeRefusal.sessionsUnknown(error.description)
    } catch is AsteriskUnreachable {
    }
  }

  /// Runs that were interrupted in a folder and could not be finished yet, by folder.
  private func unfinishedFolders() throws -> [String: String] {
    var folders: [String: String] = [:]
    for record in try journal.unfinished() where ActionKind.isFileAction(record.kind) {
      guard let context = record.detail["context"], let box = record.detail["mailbox"],
        let folder = record.detail["folder"]
      else { continue }
      let mailbox = MailboxID(
        context: ByteText(unescaping: context), mailbox: ByteText(unescaping: box))
      folders["\(mailbox)/\(folder)"] = record.run
    }
    return folders
  }
}
