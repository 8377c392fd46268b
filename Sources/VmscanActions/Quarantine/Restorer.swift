package import VmscanModel
package import VmscanSystem

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
    /// Copies that could not be removed from the quarantine after they were restored.
    package var faults: [String] = []
    /// Folders whose lock another program held.
    package var foldersLockedOut = 0

    package init() {}

    package func merged(with other: Result) -> Result {
      var result = self
      result.restored += other.restored
      result.left += other.left
      result.faults += other.faults
      result.foldersLockedOut += other.foldersLockedOut
      return result
    }
  }

  /// Restores messages, folder by folder, oldest first so that their order comes back.
  ///
  /// `scope`: what was asked for, for the journal.
  /// `report`: called with how many messages of a folder were dealt with, restored or left.
  /// `limit`: `maxmsg` of a mailbox, or `nil` to ignore it; a full folder takes no more.
  package func restore(
    _ entries: [QuarantineEntry], scope: String = "", report: (Int) -> Void = { _ in },
    limit: (MailboxID) -> Int?
  ) throws -> Result {
    var result = Result()
    guard !entries.isEmpty else { return result }
    let folders = Dictionary(grouping: entries, by: \.folderSubject)
    _ = try journal.append(
      identity.record(
        .begin, .restore, "\(quarantine.path)", at: now(),
        [
          "scope": scope, "planned": "\(entries.count)", "folders": "\(folders.count)",
          "bytes": "\(entries.reduce(0) { $0 + $1.bytes.bytes })",
          "lockMode": lock.mode.rawValue,
        ]))
    for (_, list) in folders.sorted(by: { $0.key < $1.key }) {
      let sorted = list.sorted { left, right in
        (left.message.origtime?.epochSeconds ?? 0, left.message.number)
          < (right.message.origtime?.epochSeconds ?? 0, right.message.number)
      }
      guard let first = sorted.first else { continue }
      try restoreFolder(sorted, limit: limit(first.mailbox), &result)
      report(sorted.count)
    }
    _ = try journal.append(
      identity.record(
        .end, .restore, "\(quarantine.path)", at: now(),
        [
          "restored": "\(result.restored.count)", "left": "\(result.left.count)",
          "faults": "\(result.faults.count)", "foldersLockedOut": "\(result.foldersLockedOut)",
        ]))
    return result
  }

  private func restoreFolder(
    _ entries: [QuarantineEntry], limit: Int?, _ result: inout Result
  ) throws {
    let user = quarantine.identity
    var outcome = Result()
    let staged = try owner.asOwner(user.owner, user.group) { try stage(entries, &outcome) }
    let ready = entries.filter { staged[$0] != nil }
    guard !ready.isEmpty else {
      result.left += outcome.left
      return
    }
    try journal.append(
      contentsOf: ready.map { entry in
        record(.intent, entry, MessageIntent(entry, staged: staged[entry]).detail)
      })
    do {
      let folder = try reader.open(ready[0].mailbox, ready[0].folder, spool: spool)
      let actor = quarantine.actor(in: try files.identity(of: folder))
      try owner.asOwner(actor.owner, actor.group) {
        try underLock(ready, in: folder, staged, limit, &outcome)
      }
      try owner.asOwner(user.owner, user.group) { try removeOriginals(staged, &outcome) }
    } catch let error
      where error is FolderRefusal || error is FolderLockError || error is SystemError
    {
      if error is FolderLockError { outcome.foldersLockedOut += 1 }
      let done = Set(outcome.restored.map(\.entry) + outcome.left.map(\.entry))
      for entry in ready where !done.contains(entry) {
        outcome.left.append((entry, firstLine(error)))
      }
    }
    try journal.append(contentsOf: records(of: outcome, among: ready))
    if staged.values.contains(where: \.isCopy) {
      // What stays behind is a copy, and the next command removes it.
      do {
        try owner.asOwner(user.owner, user.group) { try staging.clear() }
      } catch let error as SystemError {
        outcome.faults.append("copies are left in '\(RestoreStaging.name)' of the spool: \(error)")
      }
    }
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now)
    for place in Set(outcome.restored.map(\.entry.place)) { try expirer.tidy(place) }
    result.restored += outcome.restored
    result.left += outcome.left
    result.faults += outcome.faults
    result.foldersLockedOut += outcome.foldersLockedOut
  }

  private var staging: RestoreStaging {
    RestoreStaging(files: files, quarantine: quarantine, spool: spool)
  }

  /// Where each message is renamed from; one that cannot be read or copied is left.
  private func stage(
    _ entries: [QuarantineEntry], _ outcome: inout Result
  ) throws -> [QuarantineEntry: RestoreStaging.Staged] {
    let isCopy = try staging.isNeeded()
    var staged: [QuarantineEntry: RestoreStaging.Staged] = [:]
    for (index, entry) in entries.enumerated() {
      do {
        guard let place = try quarantine.open(entry.place) else {
          outcome.left.append((entry, "no longer in quarantine"))
          continue
        }
        if let reason = try mismatch(of: entry, in: place, isCopy: isCopy) {
          outcome.left.append((entry, reason))
          continue
        }
        staged[entry] =
          isCopy
          ? try staging.stage(entry, as: index + 1)
          : RestoreStaging.Staged(directory: place, files: entry.message.files, isCopy: false)
      } catch let error where error is SystemError || error is FolderRefusal {
        outcome.left.append((entry, firstLine(error)))
      }
    }
    return staged
  }

  /// Why the files in quarantine are not those that were removed; `nil` when they are.
  ///
  /// Neither inode nor owner counts, so that a quarantine from a backup can be restored.
  private func mismatch(
    of entry: QuarantineEntry, in place: Descriptor, isCopy: Bool
  ) throws -> String? {
    // Another file system may keep times to two seconds only.
    let tolerance: UInt64 = isCopy ? 2_000_000_000 : 0
    for file in entry.message.files {
      let name = file.name(number: entry.message.number)
      guard let present = try files.identityIfPresent(of: name, in: place) else {
        return "'\(name)' is missing; the other files lie in '\(quarantine.path)/\(entry.place)'"
      }
      guard present.isRegularFile, present.size == file.identity.size,
        (present.modified &- file.identity.modified).magnitude <= tolerance
      else {
        return "'\(name)' is not the file that was removed; "
          + "it lies in '\(quarantine.path)/\(entry.place)'"
      }
    }
    return nil
  }

  /// Removes what was copied from the quarantine, now that it is whole in its folder.
  private func removeOriginals(
    _ staged: [QuarantineEntry: RestoreStaging.Staged], _ outcome: inout Result
  ) throws {
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: NoOwnerSwitch(),
      now: now)
    for (entry, _) in outcome.restored where staged[entry]?.isCopy == true {
      do {
        try expirer.remove(entry.place, entry.message.files, number: entry.message.number)
      } catch let error as SystemError {
        outcome.faults.append(
          "\(entry.folderSubject): restored, and its copy stays in quarantine: \(error)")
      }
    }
  }

  private func underLock(
    _ entries: [QuarantineEntry], in folder: Descriptor,
    _ staged: [QuarantineEntry: RestoreStaging.Staged], _ limit: Int?, _ outcome: inout Result
  ) throws {
    try refuseIfBusy(entries[0])
    let held = try lock.acquire(in: folder, waitingAtMost: options.lockWait)
    do {
      try refuseIfBusy(entries[0])
      let snapshot = try reader.snapshot(of: folder)
      if let refusal = PurgeGuards.refusal(
        folder: snapshot, planned: [], expecting: options.expectedOwner)
      {
        throw refusal
      }
      var next = snapshot.nextNumber
      for entry in entries {
        guard let source = staged[entry] else { continue }
        if let reason = try bring(entry, from: source, into: folder, as: next, limit) {
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
    _ entry: QuarantineEntry, from source: RestoreStaging.Staged, into folder: Descriptor,
    as number: Int32, _ limit: Int?
  ) throws -> String? {
    if let limit, number >= limit { return "the folder is full (maxmsg \(limit))" }
    guard number <= MessageNumber.highest else { return "no number is free" }
    do {
      try FolderMover(files: files).move(
        source.files, from: entry.message.number, in: source.directory, to: number, in: folder)
      return nil
    } catch let error as SystemError {
      return error.description
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

  private func records(
    of outcome: Result, among ready: [QuarantineEntry]
  ) -> [ActionRecord] {
    let begun = Set(ready)
    return outcome.restored.map { entry, number in
      record(.outcome, entry, ["outcome": "restored", "number": "\(number)"])
    }
      + outcome.left.filter { begun.contains($0.entry) }.map { entry, reason in
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
