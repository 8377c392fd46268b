package import VmscanModel
import VmscanOdbc
package import VmscanSystem

/// Applies a reviewed plan to the rows of a table, so that a stop at any moment loses nothing.
///
/// For each folder: rows with their recordings to the quarantine, intents to the journal, nobody in
/// the mailbox, Asterisk's lock, one transaction, outcomes to the journal.
package struct RowPurge {
  let table: RowTable
  /// The directory of contexts as rows spell it.
  let root: ByteText
  let spool: Descriptor
  let spoolPath: ByteText
  let quarantine: Quarantine
  let journal: any ActionJournal
  let lock: any FolderLock
  let control: any AsteriskControl
  let identity: ActionIdentity
  let options: ExecutorOptions
  let owner: any OwnerSwitch
  let now: @Sendable () -> Timestamp
  let shouldStop: @Sendable () -> Bool
  private var files: any FileOperations { quarantine.files }

  package init(
    table: RowTable, root: ByteText, spool: Descriptor, spoolPath: ByteText,
    quarantine: Quarantine, runLock: RunLock, journal: any ActionJournal, lock: any FolderLock,
    control: any AsteriskControl, identity: ActionIdentity, options: ExecutorOptions,
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    _ = runLock
    self.table = table
    self.root = root
    self.spool = spool
    self.spoolPath = spoolPath
    self.quarantine = quarantine
    self.journal = journal
    self.lock = lock
    self.control = control
    self.identity = identity
    self.options = options
    self.owner = owner
    self.now = now
    self.shouldStop = shouldStop
  }

  /// Applies a plan, whose folders are taken one after the other.
  ///
  /// `report`: called once per folder when nothing more is to be done in it.
  /// - Throws: `PurgeRefusal` before anything was changed; an error of the journal at any time, and
  ///   then the next command finishes what was begun.
  package func apply(
    _ plan: StoredPlan, report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    let header = plan.review.header
    try header.refuse(unless: spool, files)
    guard header.table == table.place else {
      throw PurgeRefusal.tableChanged(planned: header.table, now: table.place)
    }
    var begin = header.journalDetail(digest: plan.digest, totals: plan.review.totals)
    begin["quarantine"] = "\(quarantine.path)"
    begin["table"] = "\(table.place)"
    _ = try journal.append(identity.record(.begin, .purge, "\(spoolPath)", at: now(), begin))
    let unfinished = Set(
      try journal.unfinished().filter { $0.detail["table"] != nil }.compactMap { $0.detail["dir"] })
    var outcome = PurgeOutcome()
    var folders = plan.folders()
    var group = 0
    while let planned = try folders.next() {
      var job = PurgeJob(planned)
      let dir = planned.dir(below: root)
      if unfinished.contains("\(dir)") {
        job.settleAll(.skipped("an interrupted run could not be finished here"))
      }
      while !job.remaining.isEmpty {
        if shouldStop() { outcome.wasStopped = true }
        if outcome.wasStopped {
          job.settleAll(.skipped("stopped before its turn"))
          break
        }
        group += 1
        try work(
          on: &job, in: dir, at: QuarantinePlace(run: identity.run, group: group, slot: 1),
          digest: plan.digest)
      }
      outcome.add(job.outcome)
      report(job.outcome)
    }
    _ = try journal.append(
      identity.record(.end, .purge, "\(spoolPath)", at: now(), outcome.detail))
    return outcome
  }

  /// Carries out one hold; settles at least one message.
  private func work(
    on job: inout PurgeJob, in dir: ByteText, at place: QuarantinePlace, digest: String
  ) throws {
    let planned = job.planned
    let stash = RowStash(quarantine: quarantine)
    let user = quarantine.identity
    let prepared: (folder: Descriptor, actor: (owner: UInt32, group: UInt32), kept: [RowStash.Kept])
    do {
      prepared = try owner.asOwner(user.owner, user.group) {
        try prepare(&job, dir, stash, place)
      }
    } catch let error where error is FolderRefusal || error is OdbcError || error is SystemError {
      return leave(&job, error)
    }
    guard !prepared.kept.isEmpty else { return }
    try journal.append(
      contentsOf: prepared.kept.map { kept in
        let intent = intent(kept, planned, place)
        return identity.record(
          .intent, .purge, intent.subject, at: now(),
          intent.detail
            .merging(MessageIntent.facts(of: kept.removal.message, planDigest: digest)) { a, _ in a
            }
            .merging(["table": "\(table.place)", "dir": "\(dir)"]) { a, _ in a })
      })
    let result = try act(prepared.kept, prepared.folder, prepared.actor, &job, dir)
    try owner.asOwner(user.owner, user.group) {
      try stash.discard(result.left.map(\.kept), at: place)
    }
    let taken = result.taken.map(\.removal.message)
    job.settle(
      taken.map { ($0, .quarantined) }
        + result.left.map { ($0.kept.removal.message, $0.status) }
        + result.unknown.map {
          ($0.removal.message, .interrupted("the connection was lost while it was removed"))
        })
    job.outcome.isLockedOut = job.outcome.isLockedOut || result.isLockedOut
    try journal.append(contentsOf: outcomes(result, job, place))
    if options.keepsNoQuarantine { try unlink(result.taken, &job, place) }
  }

  /// Nothing of the folder can be done now.
  private func leave(_ job: inout PurgeJob, _ error: any Error) {
    job.settleAll(RowTransaction.status(of: error))
    let isLocked =
      (error as? FolderRefusal)?.isLockedOut ?? ((error as? OdbcError)?.kind == .locked)
    job.outcome.isLockedOut = job.outcome.isLockedOut || isLocked
    table.rollback()
    if (error as? OdbcError)?.kind == .lost { try? table.reconnect() }
  }

  private func prepare(
    _ job: inout PurgeJob, _ dir: ByteText, _ stash: RowStash, _ place: QuarantinePlace
  ) throws -> (Descriptor, (owner: UInt32, group: UInt32), [RowStash.Kept]) {
    let planned = job.planned
    let folder = try FolderReader(files: files).open(planned.mailbox, planned.folder, spool: spool)
    let found = try files.identity(of: folder)
    guard found.device == planned.device, found.inode == planned.inode else {
      throw FolderRefusal.folderChanged
    }
    let rows = try table.rows(of: dir)
    let held = RowBatch(rows: rows, wanted: job.remaining, changes: .max).removals
      .compactMap { removal in
        options.hold(
          on: planned.mailbox, EnvelopeKeys(removal.row.envelope), removal.message, now: now()
        ).map { (removal.message, MessageOutcome.Status.skipped("held: \($0.title)")) }
      }
    job.settle(held)
    let batch = RowBatch(rows: rows, wanted: job.remaining, changes: options.renamesPerHold)
    job.settle(batch.vanished.map { ($0, .vanished) })
    guard !batch.removals.isEmpty else {
      table.rollback()
      return (folder, quarantine.actor(in: found), [])
    }
    let kept = try stash.keep(
      batch.removals, of: planned, in: dir, from: table, place: place,
      spool: (spoolPath, try files.identity(of: spool)), now: now())
    table.rollback()
    let safe = Set(kept.map(\.removal.message.number))
    job.settle(
      batch.removals.map(\.message).filter { !safe.contains($0.number) }
        .map { ($0, .vanished) })
    return (folder, quarantine.actor(in: found), kept)
  }

  /// The transaction, under Asterisk's lock.
  private func act(
    _ kept: [RowStash.Kept], _ folder: Descriptor, _ actor: (owner: UInt32, group: UInt32),
    _ job: inout PurgeJob, _ dir: ByteText
  ) throws -> RowTransaction.Result {
    let hold = RowHold(files: files, lock: lock, control: control, options: options)
    let transaction = RowTransaction(table: table, dir: dir)
    let start = ContinuousClock.now
    var result = RowTransaction.Result()
    do {
      result = try owner.asOwner(actor.owner, actor.group) {
        try hold.hold(folder, of: job.planned.mailbox, job.planned.folder) {
          let result = transaction.remove(kept)
          if !result.taken.isEmpty { try? transaction.closeGaps() }
          return result
        }
      }
      job.outcome.holds += 1
      job.outcome.longestHold = max(job.outcome.longestHold, ContinuousClock.now - start)
    } catch let refusal as FolderRefusal {
      result.left = kept.map { ($0, .skipped(refusal.description)) }
      result.isLockedOut = refusal.isLockedOut
    }
    return result
  }

  private func intent(
    _ kept: RowStash.Kept, _ planned: PlannedFolder, _ place: QuarantinePlace
  ) -> MessageIntent {
    MessageIntent(
      mailbox: planned.mailbox, folder: planned.folder, number: kept.removal.row.number,
      place: place, files: kept.files, isCopy: true)
  }

  private func outcomes(
    _ result: RowTransaction.Result, _ job: PurgeJob, _ place: QuarantinePlace
  ) -> [ActionRecord] {
    var records = (result.taken + result.left.map(\.kept)).map { kept in
      let status = job.statuses[kept.removal.message.number]
      var detail = ["outcome": status?.word ?? "notDone"]
      if let why = status?.explanation { detail["explanation"] = why }
      if status == .quarantined { detail["quarantine"] = place.description }
      return identity.record(
        .outcome, .purge, intent(kept, job.planned, place).subject, at: now(), detail)
    }
    if !result.moves.isEmpty {
      let moves = result.moves.map { "\($0.row.number)>\($0.to)" }.joined(separator: " ")
      records.append(
        identity.record(
          .note, .renumber, job.planned.subject, at: now(),
          ["table": "\(table.place)", "moves": moves]))
    }
    return records
  }

  /// Unlinks from the quarantine what was taken, when the site wants none.
  private func unlink(
    _ taken: [RowStash.Kept], _ job: inout PurgeJob, _ place: QuarantinePlace
  ) throws {
    let wanted = Set(taken.map(\.removal.row.number))
    let entries = try quarantine.manifests(run: place.run, group: place.group)
      .flatMap { $0.entries }.filter { wanted.contains($0.message.number) }
    let result = try QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now
    ).unlink(entries)
    let gone = Set(result.unlinked.map(\.message.number))
    job.outcome.markUnlinked(
      Set(taken.filter { gone.contains($0.removal.row.number) }.map(\.removal.message.files)))
    job.outcome.faults += result.problems
  }
}

extension PlannedFolder {
  /// `dir` of the folder's rows.
  func dir(below root: ByteText) -> ByteText { folder.dir(of: mailbox, below: root) }
}

extension Folder {
  /// `dir` of a folder's rows, below the directory of contexts as Asterisk spells it.
  func dir(of mailbox: MailboxID, below root: ByteText) -> ByteText {
    let start = root.bytes[..<(root.bytes.lastIndex { $0 != 0x2F }.map { $0 + 1 } ?? 0)]
    return ByteText(
      bytes: [Array(start), mailbox.context.bytes, mailbox.mailbox.bytes, Array(name.utf8)]
        .joined(separator: [0x2F]))
  }
}
