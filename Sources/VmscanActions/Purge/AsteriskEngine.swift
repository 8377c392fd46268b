package import VmscanModel
package import VmscanSystem

/// Removes planned messages through Asterisk itself (AMI `VoicemailRemove`), one by one.
///
/// Asterisk's success text is no proof, so the folder is read again after each. There is no
/// quarantine; with `backupdeleted` Asterisk only moves the message to `Deleted`.
package struct AsteriskEngine {
  let spool: Descriptor
  let journal: any ActionJournal
  let control: any AsteriskControl
  let identity: ActionIdentity
  let files: any FileOperations
  let witness: any RemovalWitness
  let options: ExecutorOptions
  let remove: (ByteText, Folder, MailboxID) throws -> Void
  let now: @Sendable () -> Timestamp
  let shouldStop: @Sendable () -> Bool

  /// Acts through `remove`, which asks Asterisk, such as `ManagerClient.remove(messageID:in:of:)`.
  ///
  /// `witness`: by default looks into the folders of the spool.
  package init(
    spool: Descriptor, runLock: RunLock, journal: any ActionJournal,
    control: any AsteriskControl, identity: ActionIdentity, options: ExecutorOptions,
    files: any FileOperations = PosixFileOperations(), witness: (any RemovalWitness)? = nil,
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
    self.witness = witness ?? FileWitness(spool: spool, files: files)
    self.options = options
    self.remove = remove
    self.now = now
    self.shouldStop = shouldStop
  }

  /// Applies a plan, whose folders are taken one after the other.
  ///
  /// - Throws: `PurgeRefusal` before anything was changed; an error of the journal at any time.
  package func apply(
    _ plan: StoredPlan, report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    let header = plan.review.header
    try header.refuse(unless: spool, files)
    let subject = "\(header.spool)"
    var begin = header.journalDetail(digest: plan.digest, totals: plan.review.totals)
    begin["engine"] = "asterisk"
    _ = try journal.append(
      identity.record(.begin, .remoteRemove, subject, at: now(), begin))
    var outcome = PurgeOutcome()
    var folders = plan.folders()
    while let planned = try folders.next() {
      if shouldStop() { outcome.wasStopped = true }
      var job = PurgeJob(planned)
      for message in planned.messages.reversed() {
        let status =
          outcome.wasStopped
          ? .skipped("stopped before its turn") : try apply(message, planned, plan.digest)
        job.settle(message, status)
      }
      outcome.add(job.outcome)
      report(job.outcome)
    }
    _ = try journal.append(
      identity.record(.end, .remoteRemove, subject, at: now(), outcome.detail))
    return outcome
  }
}
