package import VmscanModel
import VmscanOdbc
package import VmscanSystem

/// Puts rows of the quarantine back into their table, behind the messages of their folder.
package struct RowRestorer {
  let table: RowTable
  /// The directory of contexts as rows spell it.
  let root: ByteText
  let spool: Descriptor
  let quarantine: Quarantine
  let journal: any ActionJournal
  let lock: any FolderLock
  let control: any AsteriskControl
  let identity: ActionIdentity
  let options: ExecutorOptions
  let owner: any OwnerSwitch
  let now: @Sendable () -> Timestamp
  private var files: any FileOperations { quarantine.files }

  package init(
    table: RowTable, root: ByteText, spool: Descriptor, quarantine: Quarantine, runLock: RunLock,
    journal: any ActionJournal, lock: any FolderLock, control: any AsteriskControl,
    identity: ActionIdentity, options: ExecutorOptions,
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp
  ) {
    _ = runLock
    self.table = table
    self.root = root
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

  /// Restores rows, folder by folder, oldest first so that their order comes back.
  ///
  /// `scope`: what was asked for, for the journal.
  /// `limit`: `maxmsg` of a mailbox, or `nil` to ignore it; a full folder takes no more.
  package func restore(
    _ entries: [QuarantineEntry], scope: String, limit: (MailboxID) -> Int?
  ) throws -> Restorer.Result {
    var result = Restorer.Result()
    guard !entries.isEmpty else { return result }
    let detail = [
      "scope": scope, "planned": "\(entries.count)", "table": "\(table.place)",
      "bytes": "\(entries.reduce(0) { $0 + $1.bytes.bytes })",
    ]
    _ = try journal.append(
      identity.record(.begin, .restore, "\(quarantine.path)", at: now(), detail))
    let folders = Dictionary(grouping: entries.compactMap(KeptRow.init)) { $0.entry.folderSubject }
    for (_, list) in folders.sorted(by: { $0.key < $1.key }) {
      let sorted = list.sorted { left, right in
        (left.entry.message.origtime?.epochSeconds ?? 0, left.entry.message.number)
          < (right.entry.message.origtime?.epochSeconds ?? 0, right.entry.message.number)
      }
      for kept in sorted { try restore(kept, limit(kept.entry.mailbox), &result) }
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

  private func restore(
    _ kept: KeptRow, _ limit: Int?, _ result: inout Restorer.Result
  ) throws {
    let entry = kept.entry
    guard kept.row.table == table.place else {
      result.left.append((entry, "it was a row of '\(kept.row.table)', which is not this table"))
      return
    }
    let user = quarantine.identity
    guard try owner.asOwner(user.owner, user.group, { try kept.isWhole(in: quarantine) }) else {
      result.left.append(
        (entry, "its files in '\(quarantine.path)/\(entry.place)' are not those that were removed"))
      return
    }
    let dir = entry.folder.dir(of: entry.mailbox, below: root)
    let subject = "quarantine/\(entry.place)/\(MessageNumber.stem(entry.message.number))"
    let intent = MessageIntent(entry).detail.merging([
      "table": "\(table.place)", "dir": "\(dir)", "messageID": "\(entry.message.messageID)",
    ]) { first, _ in first }
    _ = try journal.append(identity.record(.intent, .restore, subject, at: now(), intent))
    var outcome = ["outcome": "notDone", "messageID": "\(entry.message.messageID)"]
    switch attempt(kept, dir, limit) {
    case .restored(let number):
      let expirer = QuarantineExpirer(
        quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now)
      do {
        try expirer.remove(entry.place, entry.message.files, number: entry.message.number)
        try expirer.tidy(entry.place)
      } catch let error as SystemError {
        result.faults.append(
          "\(entry.folderSubject): restored, and its copy stays in quarantine: \(error)")
      }
      result.restored.append((entry, number))
      (outcome["outcome"], outcome["number"]) = ("restored", "\(number)")
    case .left(let why, let isLockedOut):
      result.left.append((entry, why))
      result.foldersLockedOut += isLockedOut ? 1 : 0
      outcome["explanation"] = why
    case .unknown(let why):
      // Without an outcome the next command looks where the message is.
      result.left.append((entry, why))
      return
    }
    _ = try journal.append(identity.record(.outcome, .restore, subject, at: now(), outcome))
  }

  private enum Attempt {
    case restored(Int32)
    case left(String, isLockedOut: Bool)
    case unknown(String)
  }

  private func attempt(_ kept: KeptRow, _ dir: ByteText, _ limit: Int?) -> Attempt {
    let (mailbox, kind) = (kept.entry.mailbox, kept.entry.folder)
    let hold = RowHold(files: files, lock: lock, control: control, options: options)
    do {
      let folder = try FolderReader(files: files).open(mailbox, kind, spool: spool)
      let actor = quarantine.actor(in: try files.identity(of: folder))
      return try owner.asOwner(actor.owner, actor.group) {
        try hold.hold(folder, of: mailbox, kind) { try transact(kept, dir, limit) }
      }
    } catch {
      table.rollback()
      let isLocked =
        (error as? FolderRefusal)?.isLockedOut ?? ((error as? OdbcError)?.kind == .locked)
      if (error as? OdbcError)?.kind == .lost { try? table.reconnect() }
      return .left(firstLine(error), isLockedOut: isLocked)
    }
  }

  private func transact(_ kept: KeptRow, _ dir: ByteText, _ limit: Int?) throws -> Attempt {
    let rows = try table.rows(of: dir, locking: true)
    if try kept.find(in: table, dir: dir) != nil {
      table.rollback()
      return .left("it is in its folder already", isLockedOut: false)
    }
    let number = (rows.last?.number ?? -1) + 1
    if let limit, number >= limit {
      table.rollback()
      return .left("the folder is full (maxmsg \(limit))", isLockedOut: false)
    }
    guard number <= MessageNumber.highest else {
      table.rollback()
      return .left("no number is free", isLockedOut: false)
    }
    try kept.insert(into: table, as: number, dir: dir, from: quarantine)
    do throws(OdbcError) {
      try table.commit()
      return .restored(number)
    } catch {
      return settle(kept, dir, after: error)
    }
  }

  /// The commit failed, so that it may or may not have taken effect: only the table tells.
  private func settle(_ kept: KeptRow, _ dir: ByteText, after error: OdbcError) -> Attempt {
    do {
      try table.reconnect()
      let found = try kept.find(in: table, dir: dir)
      table.rollback()
      return found.map { .restored($0) } ?? .left(error.description, isLockedOut: false)
    } catch {
      return .unknown("whether it is back is not known: \(firstLine(error))")
    }
  }
}
