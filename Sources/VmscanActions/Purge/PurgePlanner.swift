package import VmscanModel
package import VmscanSystem

/// Turns decisions into planned folders: pure, one folder at a time, so that memory stays small.
///
/// A folder's decisions come from a scan, its snapshot from a second look; a message that is no
/// longer the one that was judged is excluded and said so.
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
  /// `envelopes`: `msg_id` and `origtime` of the messages in `snapshot`, by number.
  /// `coverageProblem`: what of the mailbox could not be read; nothing of it is planned then.
  package func plan(
    _ mailbox: MailboxID, _ folder: Folder, removals: [Removal], snapshot: FolderSnapshot,
    envelopes: [Int32: EnvelopeKeys], coverageProblem: String? = nil
  ) -> Result {
    guard !snapshot.isLayered else {
      return Result(
        folder: nil,
        exclusions: [excluded(mailbox, folder, removals.count, FolderRefusal.layered.description)])
    }
    let (messages, changed) = identified(mailbox, folder, removals, snapshot, envelopes)
    guard !messages.isEmpty else { return Result(folder: nil, exclusions: changed) }
    let numbers = Set(messages.map(\.number))
    let refusal =
      coverageProblem.map { .incompleteCoverage($0) }
      ?? PurgeGuards.staleLock(folder: snapshot, mode: lockMode, now: now)
      ?? PurgeGuards.refusal(folder: snapshot, planned: numbers, expecting: expectedOwner)
    if let refusal {
      let left = PlanExclusion(
        mailbox: mailbox, folder: folder, messages: messages.count,
        reason: refusal.description)
      return Result(
        folder: nil, exclusions: changed + [left], isLockedOut: refusal.isLockedOut)
    }
    let planned = PlannedFolder(
      mailbox: mailbox, folder: folder, device: snapshot.identity.device,
      inode: snapshot.identity.inode, existing: snapshot.messages.count, messages: messages)
    return Result(folder: planned, exclusions: changed)
  }

  private func identified(
    _ mailbox: MailboxID, _ folder: Folder, _ removals: [Removal], _ snapshot: FolderSnapshot,
    _ envelopes: [Int32: EnvelopeKeys]
  ) -> ([PlannedMessage], [PlanExclusion]) {
    var messages: [PlannedMessage] = []
    var changed: [PlanExclusion] = []
    for removal in removals.sorted(by: { $0.message.number < $1.message.number }) {
      let number = removal.message.number
      if let found = snapshot.message(number),
        Self.isSame(found, removal.message, envelopes[number])
      {
        messages.append(Self.planned(found, removal))
      } else {
        changed.append(
          PlanExclusion(
            mailbox: mailbox, folder: folder, number: number,
            reason: "changed or moved since it was judged"))
      }
    }
    return (messages, changed)
  }

  /// The files now under the number are those of the message that was judged.
  private static func isSame(
    _ found: SnapshotMessage, _ judged: CandidateMessage, _ keys: EnvelopeKeys?
  ) -> Bool {
    let modified = found.files.first(where: \.isEnvelope)?.identity.modified ?? 0
    return found.hasEnvelope && Self.sizes(of: found).contains(judged.bytes.bytes)
      && modified / 1_000_000_000 == judged.envelopeModified
      && keys?.messageID == judged.messageID && keys?.origtime == judged.origtime
  }

  /// Bytes of all files, and of those without what a forward left behind.
  private static func sizes(of message: SnapshotMessage) -> [Int64] {
    let plain = message.files.filter { $0.suffix.hasPrefix(".") }
    return [message.files, plain].map { $0.reduce(0) { $0 + $1.identity.size } }
  }

  private static func planned(_ found: SnapshotMessage, _ removal: Removal) -> PlannedMessage {
    PlannedMessage(
      number: found.number, messageID: removal.message.messageID,
      origtime: removal.message.origtime, duration: removal.message.duration,
      grade: removal.message.grade, reason: removal.reason.text, files: found.files)
  }
}

extension PurgePlanner {
  /// Opens, lists and plans one folder of the spool.
  ///
  /// - Throws: what makes the whole spool unusable; a folder's own trouble is an exclusion.
  package func plan(
    _ mailbox: MailboxID, _ folder: Folder, removals: [Removal], spool: Descriptor,
    reader: FolderReader = FolderReader(), coverageProblem: String? = nil
  ) throws -> Result {
    do {
      let directory = try reader.open(mailbox, folder, spool: spool)
      let snapshot = try reader.snapshot(of: directory)
      var envelopes: [Int32: EnvelopeKeys] = [:]
      for removal in removals {
        guard let message = snapshot.message(removal.message.number) else { continue }
        envelopes[message.number] = try reader.envelope(of: message, in: directory)
          .map { EnvelopeKeys($0) }
      }
      return plan(
        mailbox, folder, removals: removals, snapshot: snapshot, envelopes: envelopes,
        coverageProblem: coverageProblem)
    } catch let error as FolderRefusal {
      return Result(
        folder: nil, exclusions: [excluded(mailbox, folder, removals.count, "\(error)")])
    } catch let error as SystemError {
      return Result(
        folder: nil, exclusions: [excluded(mailbox, folder, removals.count, "\(error)")])
    }
  }

  private func excluded(
    _ mailbox: MailboxID, _ folder: Folder, _ count: Int, _ reason: String
  ) -> PlanExclusion {
    PlanExclusion(mailbox: mailbox, folder: folder, messages: count, reason: reason)
  }
}
