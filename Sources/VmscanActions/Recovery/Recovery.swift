package import VmscanModel
package import VmscanSystem

/// Finishes or rolls back what an interrupted run left, before anything else is done.
///
/// Reads the journal's intents without outcome. Afterwards all files of a message are in its
/// folder or all are in the quarantine, the folder is dense, and the journal says which.
package struct Recovery: Sendable {
  let files: any FileOperations
  let journal: any ActionJournal
  let lock: any FolderLock
  let control: any AsteriskControl
  let quarantine: Quarantine
  let spool: Descriptor
  let identity: ActionIdentity
  let owner: any OwnerSwitch
  let lockWait: Duration
  let actsUnasked: Bool
  let now: @Sendable () -> Timestamp

  package init(
    spool: Descriptor, quarantine: Quarantine, runLock: RunLock, journal: any ActionJournal,
    lock: any FolderLock, control: any AsteriskControl, identity: ActionIdentity,
    files: any FileOperations = PosixFileOperations(),
    owner: any OwnerSwitch = EffectiveUserSwitch(), lockWait: Duration = .seconds(2),
    actsUnasked: Bool = false, now: @escaping @Sendable () -> Timestamp
  ) {
    _ = runLock
    self.files = files
    self.journal = journal
    self.lock = lock
    self.control = control
    self.quarantine = quarantine
    self.spool = spool
    self.identity = identity
    self.owner = owner
    self.lockWait = lockWait
    self.actsUnasked = actsUnasked
    self.now = now
  }

  /// What was found and done, one line each, for a person.
  package struct Report: Sendable, Hashable {
    package var runs: [String] = []
    package var finished: [String] = []
    /// Left open, to be tried again by the next command.
    package var postponed: [String] = []

    package var isEmpty: Bool { runs.isEmpty }

    package func merged(with other: Report) -> Report {
      Report(
        runs: Set(runs + other.runs).sorted(), finished: finished + other.finished,
        postponed: postponed + other.postponed)
    }
  }

  package func recover() throws -> Report {
    let open = try journal.unfinished().filter {
      ActionKind.isFileAction($0.kind) && $0.detail["table"] == nil
    }
    var report = Report(runs: Set(open.map(\.run)).sorted())
    try finishExpiry(open.filter { $0.kind == ActionKind.expire.rawValue }, &report)
    let rest = open.filter { $0.kind != ActionKind.expire.rawValue }
    var folders: [FolderKey: [ActionRecord]] = [:]
    for record in rest {
      if let key = FolderKey(record.detail) {
        folders[key, default: []].append(record)
      } else {
        report.postponed.append("\(record.subject): the intent in the journal is damaged")
      }
    }
    for (key, records) in folders.sorted(by: { $0.key < $1.key }) {
      do {
        try recover(key, records, &report)
      } catch FolderRefusal.folderVanished {
        try settleVanished(records, &report)
      } catch let refusal as FolderRefusal {
        report.postponed.append("\(key.subject): \(refusal)")
      } catch let error as SystemError {
        report.postponed.append("\(key.subject): \(error)")
      } catch let error as FolderLockError {
        report.postponed.append("\(key.subject): \(error)")
      } catch let busy as JournalBusy {
        report.postponed.append("\(key.subject): the history is in use: \(busy)")
      } catch let torn as FolderMover.Torn {
        report.postponed.append("\(key.subject): \(torn.cause)")
      }
    }
    try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
      try RestoreStaging(files: files, quarantine: quarantine, spool: spool).clear()
    }
    try StagingSweep(quarantine: quarantine, journal: journal, owner: owner)
      .removeUnrecorded(spool: try files.identity(of: spool), except: identity.run)
    return report
  }

  /// One folder of one mailbox.
  private struct FolderKey: Hashable, Comparable {
    var mailbox: MailboxID
    var folder: Folder

    init?(_ detail: [String: String]) {
      guard let context = detail["context"], let box = detail["mailbox"],
        let folder = detail["folder"].flatMap({ Folder(directoryName: $0.utf8) })
      else { return nil }
      mailbox = MailboxID(
        context: ByteText(unescaping: context), mailbox: ByteText(unescaping: box))
      self.folder = folder
    }

    var subject: String { "\(mailbox)/\(folder)" }

    static func < (left: FolderKey, right: FolderKey) -> Bool {
      left.mailbox == right.mailbox ? left.folder < right.folder : left.mailbox < right.mailbox
    }
  }

  private func recover(
    _ key: FolderKey, _ records: [ActionRecord], _ report: inout Report
  ) throws {
    try refuseIfBusy(key)
    let folder = try FolderReader(files: files).open(key.mailbox, key.folder, spool: spool)
    let actor = quarantine.actor(in: try files.identity(of: folder))
    // Whatever can be done without the lock is done before it is taken.
    let intents = Intents(records)
    report.postponed += intents.damaged.map {
      "\($0.subject): the intent in the journal is damaged"
    }
    let places = QuarantinePlaces(quarantine)
    let outcomes = try owner.asOwner(actor.owner, actor.group) { () -> [ActionRecord] in
      let held = try lock.acquire(in: folder, waitingAtMost: lockWait)
      let outcomes: [ActionRecord]
      do {
        _ = try lock.removeOwnRemains(in: folder)
        try refuseIfBusy(key)
        var work = try FolderRecovery(folder, files: files, places: places)
        outcomes = try settle(intents, &work, &report) + closeGaps(key, work, actor)
        try refuseIfTorn(folder)
      } catch let busy as JournalBusy {
        // Not let go: a lock of a dead vmscan keeps Asterisk out until the gaps can be closed.
        throw busy
      } catch {
        try? lock.release(held, in: folder)
        throw error
      }
      try lock.release(held, in: folder)
      try files.sync(folder)
      return outcomes
    }
    try journal.append(
      contentsOf: outcomes + [
        identity.record(
          .note, .recover, key.subject, at: now(),
          ["runs": Set(records.map(\.run)).sorted().joined(separator: " ")])
      ])
  }

  /// What the journal says was to be done in one folder.
  private struct Intents {
    var messages: [(record: ActionRecord, intent: MessageIntent)] = []
    var moves: [(record: ActionRecord, intent: RenumberIntent)] = []
    var damaged: [ActionRecord] = []

    init(_ records: [ActionRecord]) {
      for record in records {
        if record.kind == ActionKind.renumber.rawValue {
          if let intent = RenumberIntent(detail: record.detail) {
            moves.append((record, intent))
            continue
          }
        } else if let intent = MessageIntent(detail: record.detail) {
          messages.append((record, intent))
          continue
        }
        damaged.append(record)
      }
    }
  }

  /// The folder is gone, so only the quarantine can hold anything of it.
  private func settleVanished(_ records: [ActionRecord], _ report: inout Report) throws {
    var outcomes: [ActionRecord] = []
    for record in records {
      let intent = MessageIntent(detail: record.detail)
      let isHere = try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
        try intent.map { try QuarantinePlaces(quarantine).isWhole($0) }
      }
      let word = isHere == true ? Self.word(record.kind, .quarantine) : "gone"
      outcomes.append(outcome(of: record, word))
      report.finished.append("\(record.subject): \(word), its folder is gone")
    }
    try journal.append(contentsOf: outcomes)
  }

  private func refuseIfBusy(_ key: FolderKey) throws {
    guard key.folder != .deleted else { return }
    do {
      if try control.sessions().isBusy(key.mailbox) { throw FolderRefusal.mailboxOpen }
    } catch let error as AsteriskUnreachable where !actsUnasked {
      throw FolderRefusal.sessionsUnknown(error.description)
    } catch is AsteriskUnreachable {
    }
  }

  private func settle(
    _ intents: Intents, _ work: inout FolderRecovery, _ report: inout Report
  ) throws -> [ActionRecord] {
    var outcomes: [ActionRecord] = []
    for (record, intent) in intents.messages {
      let word = Self.word(record.kind, try work.locate(intent))
      report.finished.append("\(record.subject): \(word)")
      outcomes.append(outcome(of: record, word))
    }
    for (record, intent) in intents.moves {
      let torn = try work.regroup(intent.moves)
      report.finished += torn.map {
        "\(record.subject): only a part of \(MessageNumber.stem($0.from)) is there"
      }
      outcomes.append(outcome(of: record, "renumbered"))
    }
    return outcomes
  }

  /// Closes the gaps; its outcome is written once the lock is let go.
  private func closeGaps(
    _ key: FolderKey, _ work: FolderRecovery, _ actor: (owner: UInt32, group: UInt32)
  ) throws -> [ActionRecord] {
    let moves = work.pendingMoves
    guard !moves.isEmpty else { return [] }
    let intent = RenumberIntent(mailbox: key.mailbox, folder: key.folder, moves: moves)
    let begun = identity.record(.intent, .renumber, intent.subject, at: now(), intent.detail)
    try appendSoon(begun, actor)
    try work.renumber(moves)
    return [
      identity.record(
        .outcome, .renumber, intent.subject, at: now(), ["outcome": "renumbered"])
    ]
  }

  /// Looks at the whole folder once more: what Asterisk meets next must be dense.
  private func refuseIfTorn(_ folder: Descriptor) throws {
    let after = try FolderReader(files: files).snapshot(of: folder)
    guard after.messages.enumerated().allSatisfy({ $0.element.number == Int32($0.offset) }) else {
      throw FolderRefusal.unfinishedRun("its numbers are not dense after they were closed")
    }
  }

  /// Writes to the journal as the caller while another user acts.
  private func appendSoon(
    _ record: ActionRecord, _ actor: (owner: UInt32, group: UInt32)
  ) throws {
    try owner.returnToCaller()
    _ = try journal.appendSoon(record)
    try owner.become(owner: actor.owner, group: actor.group)
  }

  private static func word(_ kind: String, _ location: FolderRecovery.Location) -> String {
    let isRestore = kind == ActionKind.restore.rawValue
    let isRemote = kind == ActionKind.remoteRemove.rawValue
    switch location {
    case .folder: return isRestore ? "restored" : "notDone"
    case .quarantine: return isRestore ? "notDone" : "quarantined"
    case .damaged(let missing):
      if isRemote { return "removedByAsterisk" }
      return missing.isEmpty ? "gone" : "damaged, missing \(missing.joined(separator: " "))"
    }
  }

  private func outcome(of record: ActionRecord, _ word: String) -> ActionRecord {
    ActionRecord(
      time: now(), run: record.run, phase: .outcome, kind: record.kind, actor: identity.actor,
      host: identity.host, command: identity.command, subject: record.subject,
      detail: ["outcome": word, "recoveredBy": identity.run])
  }

  private func finishExpiry(_ records: [ActionRecord], _ report: inout Report) throws {
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now)
    for record in records {
      guard let intent = MessageIntent(detail: record.detail) else {
        report.postponed.append("\(record.subject): the intent in the journal is damaged")
        continue
      }
      do {
        try expirer.remove(intent.place, intent.files, number: intent.number)
        _ = try journal.append(outcome(of: record, "unlinked"))
        try expirer.tidy(intent.place)
        report.finished.append("\(record.subject): unlinked")
      } catch let error as SystemError {
        report.postponed.append("\(record.subject): \(error)")
      }
    }
  }
}
