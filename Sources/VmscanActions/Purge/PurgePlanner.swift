package import VmscanModel
package import VmscanSystem

/// Turns decisions into planned folders: pure, one folder at a time, so that memory stays small.
///
/// A folder's decisions and its files come from one reading of the mailbox; they are looked at again
/// only under the folder's lock, when the plan is applied.
package struct PurgePlanner: Sendable {
  /// One decided message with the reason to remove it.
  package struct Removal: Sendable {
    package var message: CandidateMessage
    package var reason: RemovalReason

    package init(message: CandidateMessage, reason: RemovalReason) {
      self.message = message
      self.reason = reason
    }
  }

  /// The planned part of a folder, `nil` when nothing in it can go, and what was left out.
  package struct Result: Sendable {
    package var folder: PlannedFolder?
    package var exclusions: [PlanExclusion]
    /// Left out because another program holds the folder's lock.
    package var isLockedOut = false
  }

  /// Owner every folder must have; `nil` when root acts and may become each.
  package var expectedOwner: UInt32?
  package var lockMode: AsteriskSettings.LockMode
  package var now: Timestamp

  package init(
    expectedOwner: UInt32? = nil, lockMode: AsteriskSettings.LockMode, now: Timestamp
  ) {
    self.expectedOwner = expectedOwner
    self.lockMode = lockMode
    self.now = now
  }

  /// Plans one folder.
  ///
  /// `coverageProblem`: what of the mailbox could not be read; nothing of it is planned then.
  package func plan(
    _ mailbox: MailboxID, _ folder: Folder, removals: [Removal], snapshot: FolderSnapshot,
    coverageProblem: Sentence? = nil
  ) -> Result {
    guard !snapshot.isLayered else {
      let left = PlanExclusion(
        mailbox: mailbox, folder: folder, messages: removals.count,
        reason: FolderRefusal.layered.sentence)
      return Result(folder: nil, exclusions: [left])
    }
    let (messages, changed) = identified(mailbox, folder, removals, snapshot)
    guard !messages.isEmpty else { return Result(folder: nil, exclusions: changed) }
    let numbers = Set(messages.map(\.number))
    let refusal =
      coverageProblem.map { .incompleteCoverage($0) }
      ?? PurgeGuards.staleLock(folder: snapshot, mode: lockMode, now: now)
      ?? PurgeGuards.refusal(folder: snapshot, planned: numbers, expecting: expectedOwner)
    if let refusal {
      let left = PlanExclusion(
        mailbox: mailbox, folder: folder, messages: messages.count,
        reason: refusal.sentence)
      return Result(
        folder: nil, exclusions: changed + [left], isLockedOut: refusal.isLockedOut)
    }
    let planned = PlannedFolder(
      mailbox: mailbox, folder: folder, device: snapshot.identity.device,
      inode: snapshot.identity.inode, existing: snapshot.messages.count, messages: messages)
    return Result(folder: planned, exclusions: changed)
  }

  private func identified(
    _ mailbox: MailboxID, _ folder: Folder, _ removals: [Removal], _ snapshot: FolderSnapshot
  ) -> ([PlannedMessage], [PlanExclusion]) {
    var messages: [PlannedMessage] = []
    var changed: [PlanExclusion] = []
    for removal in removals.sorted(by: { $0.message.number < $1.message.number }) {
      let number = removal.message.number
      if let found = snapshot.message(number), found.hasEnvelope {
        messages.append(Self.planned(found, removal))
      } else {
        changed.append(
          PlanExclusion(
            mailbox: mailbox, folder: folder, number: number,
            reason: "one of its files could not be read"))
      }
    }
    return (messages, changed)
  }

  private static func planned(_ found: SnapshotMessage, _ removal: Removal) -> PlannedMessage {
    PlannedMessage(
      number: found.number, messageID: removal.message.messageID,
      origtime: removal.message.origtime, duration: removal.message.duration,
      grade: removal.message.grade, reason: removal.reason.text.unmasked, files: found.files)
  }
}

extension PurgePlanner {
  /// Plans the folders of a mailbox that was read with its files, in their order.
  ///
  /// `spool` is asked only whether a folder with files of another device lies on an overlay.
  package func plan(
    _ mailbox: SpoolMailbox, removals: [Folder: [Removal]], spool: Descriptor,
    coverageProblem: Sentence? = nil
  ) -> [Result] {
    guard mailbox.table == nil else {
      return planRows(mailbox, removals: removals, coverageProblem: coverageProblem)
    }
    return removals.sorted { $0.key < $1.key }.map { folder, list in
      let read = mailbox.folders.first { $0.folder == folder }
      var snapshot = FolderSnapshot(
        read ?? SpoolFolder(folder: folder, identity: mailbox.identity), of: mailbox, now: now)
      if snapshot.unusable.contains(where: { $0.identity.isRegularFile }) {
        let reader = FolderReader()
        let directory = try? reader.open(mailbox.id, folder, spool: spool)
        snapshot.isLayered =
          directory.flatMap { reader.files.fileSystem(of: $0) }?.isOverlay == true
      }
      return plan(
        mailbox.id, folder, removals: list, snapshot: snapshot, coverageProblem: coverageProblem)
    }
  }
}
