package import VmscanModel

/// Puts messages of the quarantine back into their folders, under the lock, with a fresh number.
package struct Restorer: Sendable {
  private let quarantine: Quarantine
  private let spool: Descriptor
  private let journal: any ActionJournal
  private let lock: any FolderLock
  private let control: any AsteriskControl
  private let identity: ActionIdentity
  private let owner: any OwnerSwitch
  private let options: ExecutorOptions
  private let now: @Sendable () -> Timestamp
  private var files: any FileOperations { quarantine.files }
  private var reader: FolderReader { FolderReader(files: files) }

  package init(
    spool: Descriptor, quarantine: Quarantine, runLock: RunLock, journal: any ActionJournal,
    lock: any FolderLock, control: any AsteriskControl, identity: ActionIdentity,
    options: ExecutorOptions = ExecutorOptions(),
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp
  ) {
    _ = runLock
    self.spool = spool
    self.quarantine = quarantine
    self.journal = journal
    self.lock = lock
    self.control = control
    self.identity = identity
    self.options = options
    self.owner = owner
    self.now = now
  }

  /// What became of each message.
  package struct Result: Sendable {
    package var restored: [(entry: QuarantineEntry, number: Int32)] = []
    package var left: [(entry: QuarantineEntry, reason: String)] = []
  }

  /// Restores messages, folder by folder, oldest first so that their order comes back.
  ///
  /// `limit`: `maxmsg` of a mailbox, or `nil` to ignore it; a full folder takes no more.
  package func restore(
    _ entries: [QuarantineEntry], limit: (MailboxID) -> Int?
  ) throws -> Result {
    var result = Result()
    let folders = Dictionary(grouping: entries, by: \.folderSubject)
    for (_, list) in folders.sorted(by: { $0.key < $1.key }) {
      let sorted = list.sorted { left, right in
        (left.message.origtime?.epochSeconds ?? 0, left.message.number)
          < (right.message.origtime?.epochSeconds ?? 0, right.message.number)
      }
      guard let first = sorted.first else { continue }
      try restoreFolder(sorted, limit: limit(first.mailbox), &result)
    }
    return result
  }

  private func restoreFolder(
    _ entries: [QuarantineEntry], limit: Int?, _ result: inout Result
  ) throws {
    try journal.append(
      contentsOf: entries.map { record(.intent, $0, MessageIntent($0).detail) })
    let user = quarantine.identity
    var outcome = Result()
    do {
      try owner.asOwner(user.owner, user.group) {
        try underLock(entries, limit, &outcome)
      }
    } catch let error
      where error is FolderRefusal || error is FolderLockError || error is SystemError
    {
      let done = Set(outcome.restored.map(\.entry) + outcome.left.map(\.entry))
      for entry in entries where !done.contains(entry) {
        outcome.left.append((entry, firstLine(error)))
      }
    }
    try journal.append(contentsOf: records(of: outcome))
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now)
    for place in Set(outcome.restored.map(\.entry.place)) { try expirer.tidy(place) }
    result.restored += outcome.restored
    result.left += outcome.left
  }

  private func underLock(
    _ entries: [QuarantineEntry], _ limit: Int?, _ outcome: inout Result
  ) throws {
    guard let first = entries.first else { return }
    let folder = try reader.open(first.mailbox, first.folder, spool: spool)
    try refuseIfBusy(first)
    let held = try lock.acquire(in: folder, waitingAtMost: options.lockWait)
    do {
      try refuseIfBusy(first)
      let snapshot = try reader.snapshot(of: folder)
      if let refusal = PurgeGuards.refusal(
        folder: snapshot, planned: [], expecting: options.expectedOwner)
      {
        throw refusal
      }
      var next = snapshot.nextNumber
      for entry in entries {
        if let reason = try bring(entry, into: folder, as: next, limit) {
          outcome.left.append((entry, reason))
        } else {
          outcome.restored.append((entry, next))
          next += 1
        }
      }
    } catch {
      try? lock.release(held, in: folder)
      throw error
    }
    try lock.release(held, in: folder)
    try files.sync(folder)
  }

  /// `nil` when it was restored, otherwise why not.
  private func bring(
    _ entry: QuarantineEntry, into folder: Descriptor, as number: Int32, _ limit: Int?
  ) throws -> String? {
    if let limit, number >= limit { return "the folder is full (maxmsg \(limit))" }
    guard number <= MessageNumber.highest else { return "no number is free" }
    guard let place = try quarantine.open(entry.place) else { return "no longer in quarantine" }
    do {
      try FolderMover(files: files).move(
        entry.message.files, from: entry.message.number, in: place, to: number, in: folder)
      return nil
    } catch let error as SystemError {
      return error.isOtherDevice
        ? "the quarantine is on another file system; copy the files back while Asterisk is stopped"
        : error.description
    }
  }

  private func refuseIfBusy(_ entry: QuarantineEntry) throws {
    guard entry.folder != .deleted else { return }
    do {
      if try control.sessions().isBusy(entry.mailbox) { throw FolderRefusal.mailboxOpen }
    } catch let error as AsteriskUnreachable where !options.actsUnasked {
      throw FolderRefusal.sessionsUnknown(error.description)
    } catch is AsteriskUnreachable {
    }
  }

  private func records(of outcome: Result) -> [ActionRecord] {
    outcome.restored.map { entry, number in
      record(.outcome, entry, ["outcome": "restored", "number": "\(number)"])
    }
      + outcome.left.map { entry, reason in
        record(.outcome, entry, ["outcome": "notDone", "explanation": reason])
      }
  }

  private func record(
    _ phase: ActionRecord.Phase, _ entry: QuarantineEntry, _ detail: [String: String]
  ) -> ActionRecord {
    var detail = detail
    detail["messageID"] = "\(entry.message.messageID)"
    return identity.record(
      phase, .restore, "quarantine/\(entry.place)/\(MessageNumber.stem(entry.message.number))",
      at: now(), detail)
  }
}
