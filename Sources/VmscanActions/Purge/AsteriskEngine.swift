package import VmscanModel

/// Removes planned messages through Asterisk itself (AMI `VoicemailRemove`), one by one.
///
/// Asterisk's success text is no proof, so the folder is read again after each. There is no
/// quarantine; with `backupdeleted` Asterisk keeps a copy in `Deleted`.
package struct AsteriskEngine {
  private let spool: Descriptor
  private let journal: any ActionJournal
  private let control: any AsteriskControl
  private let identity: ActionIdentity
  private let files: any FileOperations
  private let remove: (ByteText, Folder, MailboxID) throws -> Void
  private let now: @Sendable () -> Timestamp
  private let shouldStop: @Sendable () -> Bool

  /// Acts through `remove`, which asks Asterisk, such as `ManagerClient.remove(messageID:in:of:)`.
  package init(
    spool: Descriptor, runLock: RunLock, journal: any ActionJournal,
    control: any AsteriskControl, identity: ActionIdentity,
    files: any FileOperations = PosixFileOperations(),
    now: @escaping @Sendable () -> Timestamp,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    remove: @escaping (ByteText, Folder, MailboxID) throws -> Void
  ) {
    _ = runLock
    self.spool = spool
    self.journal = journal
    self.control = control
    self.identity = identity
    self.files = files
    self.remove = remove
    self.now = now
    self.shouldStop = shouldStop
  }

  /// Applies a plan's folders; the caller has checked the plan as for the file engine.
  package func apply(
    digest: String, folders: some Sequence<PlannedFolder>,
    report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    let subject = "Asterisk"
    _ = try journal.append(
      identity.record(.begin, .remoteRemove, subject, at: now(), ["planDigest": digest]))
    var outcome = PurgeOutcome()
    for planned in folders {
      if shouldStop() { outcome.wasStopped = true }
      var job = PurgeJob(planned)
      for message in planned.messages.reversed() {
        let status =
          outcome.wasStopped
          ? .skipped("stopped before its turn") : try apply(message, planned, digest)
        job.settle(message, status)
      }
      outcome.add(job.outcome)
      report(job.outcome)
    }
    _ = try journal.append(
      identity.record(.end, .remoteRemove, subject, at: now(), outcome.detail))
    return outcome
  }

  private func apply(
    _ message: PlannedMessage, _ planned: PlannedFolder, _ digest: String
  ) throws -> MessageOutcome.Status {
    do {
      guard let number = try find(message, planned) else {
        return .skipped("changed since the plan")
      }
      if let refusal = try refusal(message, planned) { return .skipped(refusal) }
      return try ask(message, planned, number, digest)
    } catch let refusal as FolderRefusal {
      return .skipped(refusal.description)
    } catch let error as AsteriskUnreachable {
      return .skipped(error.description)
    }
  }

  private func ask(
    _ message: PlannedMessage, _ planned: PlannedFolder, _ number: Int32, _ digest: String
  ) throws -> MessageOutcome.Status {
    let intent = MessageIntent(
      mailbox: planned.mailbox, folder: planned.folder, number: number,
      place: QuarantinePlace(run: identity.run, group: 1, slot: 1), files: message.files,
      isCopy: false)
    let facts = MessageIntent.facts(of: message, planDigest: digest)
    _ = try journal.append(
      identity.record(
        .intent, .remoteRemove, intent.subject, at: now(),
        intent.detail.merging(facts) { first, _ in first }))
    var words = "Asterisk said it was removed"
    do {
      try remove(message.messageID, planned.folder, planned.mailbox)
    } catch {
      words = firstLine(error)
    }
    let isGone = try find(message, planned) == nil
    let status: MessageOutcome.Status =
      isGone ? .removedByAsterisk : .failed("it is still there: \(words)")
    var detail = ["outcome": status.word]
    if let why = status.explanation { detail["explanation"] = why }
    _ = try journal.append(
      identity.record(.outcome, .remoteRemove, intent.subject, at: now(), detail))
    return status
  }

  /// The number of the message now; `nil` when its files are not there.
  private func find(_ message: PlannedMessage, _ planned: PlannedFolder) throws -> Int32? {
    let snapshot = try snapshot(planned)
    return FolderBatch.match(snapshot, [message]).keys.first
  }

  private func snapshot(_ planned: PlannedFolder) throws -> FolderSnapshot {
    let reader = FolderReader(files: files)
    return try reader.snapshot(
      of: reader.open(planned.mailbox, planned.folder, spool: spool))
  }

  /// What makes Asterisk remove another message or none: it goes by the message's id.
  private func refusal(
    _ message: PlannedMessage, _ planned: PlannedFolder
  ) throws -> String? {
    if planned.folder == .deleted { return "Asterisk removes nothing from Deleted" }
    if message.messageID.isEmpty { return "it has no msg_id" }
    if try control.sessions().isBusy(planned.mailbox) {
      return FolderRefusal.mailboxOpen.description
    }
    let reader = FolderReader(files: files)
    let folder = try reader.open(planned.mailbox, planned.folder, spool: spool)
    let snapshot = try reader.snapshot(of: folder)
    if let refusal = PurgeGuards.refusal(folder: snapshot, planned: [], expecting: nil) {
      return refusal.description
    }
    let same = try snapshot.messages.count { other in
      let envelope = try reader.envelope(of: other, in: folder) ?? []
      return EnvelopeKeys(envelope).messageID == message.messageID
    }
    return same == 1 ? nil : "\(same) messages of the folder have its msg_id"
  }
}
