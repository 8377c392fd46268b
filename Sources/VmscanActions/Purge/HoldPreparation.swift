import VmscanModel
import VmscanSystem

/// Looks at a folder before its lock is taken and makes ready what the lock hold needs.
struct HoldPreparation: Sendable {
  let files: any FileOperations
  let lock: any FolderLock
  let quarantine: Quarantine
  let spool: Descriptor
  let options: ExecutorOptions

  private var reader: FolderReader { FolderReader(files: files) }

  /// `nil` when nothing of the job is left to do; its messages are settled then.
  ///
  /// - Throws: `FolderRefusal` or `SystemError` when the folder is left alone.
  func prepare(
    _ job: inout PurgeJob, place: QuarantinePlace, group: Descriptor, spoolPath: ByteText,
    now: Timestamp
  ) throws -> PreparedHold? {
    let planned = job.planned
    let folder = try reader.open(planned.mailbox, planned.folder, spool: spool)
    var snapshot = try reader.snapshot(of: folder)
    guard snapshot.identity.device == planned.device, snapshot.identity.inode == planned.inode
    else { throw FolderRefusal.folderChanged }
    if !snapshot.locks.isEmpty, try lock.removeOwnRemains(in: folder) {
      snapshot = try reader.snapshot(of: folder)
    }
    try guardFolder(snapshot, job, now: now)
    let envelopes = try self.envelopes(&job, snapshot, folder, now: now)
    let batch = FolderBatch(
      snapshot: snapshot, wanted: job.remaining, renames: renames(in: snapshot))
    job.settle(batch.vanished.map { ($0, .vanished) })
    guard !batch.removals.isEmpty else { return nil }
    let directory = try quarantine.makeDirectory(ByteText("\(place.slot)"), in: group)
    let isCopy = !quarantine.isOnDevice(of: snapshot.identity)
    if isCopy { try copy(batch, from: folder, to: directory) }
    let messages = batch.removals.map { Self.quarantined($0, envelopes) }
    return PreparedHold(
      folder: folder, identity: snapshot.identity, batch: batch, place: place,
      placeDirectory: directory, isCopy: isCopy,
      manifest: QuarantineManifest(
        place: place, spool: spoolPath, spoolIdentity: try files.identity(of: spool),
        mailbox: planned.mailbox, folder: planned.folder, removed: now, messages: messages))
  }

  /// Each hold lists the folder anew, so that in a large one few renames a hold would not pay; the
  /// time of a hold is bounded all the same.
  private func renames(in snapshot: FolderSnapshot) -> Int {
    max(options.renamesPerHold, snapshot.messages.reduce(0) { $0 + $1.files.count } / 4)
  }

  private func guardFolder(
    _ snapshot: FolderSnapshot, _ job: PurgeJob, now: Timestamp
  ) throws {
    if let refusal = PurgeGuards.staleLock(folder: snapshot, mode: lock.mode, now: now) {
      throw refusal
    }
    let numbers = Set(FolderBatch.match(snapshot, job.remaining).keys)
    if let refusal = PurgeGuards.refusal(
      folder: snapshot, planned: numbers, expecting: options.expectedOwner)
    {
      throw refusal
    }
  }

  /// Reads the envelopes of what is to go, and settles what is held or cannot be read.
  private func envelopes(
    _ job: inout PurgeJob, _ snapshot: FolderSnapshot, _ folder: Descriptor, now: Timestamp
  ) throws -> [Int32: [UInt8]] {
    var envelopes: [Int32: [UInt8]] = [:]
    var settled: [(message: PlannedMessage, status: MessageOutcome.Status)] = []
    for (number, planned) in FolderBatch.match(snapshot, job.remaining) {
      guard let message = snapshot.message(number),
        let bytes = try reader.envelope(of: message, in: folder)
      else {
        settled.append((planned, .skipped("its envelope cannot be read")))
        continue
      }
      envelopes[planned.number] = bytes
      if let hold = options.hold(
        on: job.planned.mailbox, EnvelopeKeys(bytes), planned, now: now)
      {
        settled.append((planned, .skipped("held: \(hold.title)")))
      }
    }
    job.settle(settled)
    return envelopes
  }

  private func copy(
    _ batch: FolderBatch, from folder: Descriptor, to directory: Descriptor
  ) throws {
    let copier = FileCopier(files: files)
    var made: [ByteText] = []
    do {
      for removal in batch.removals {
        for file in removal.message.files {
          let name = file.name(number: removal.number)
          try copier.copy(name, in: folder, expecting: file.identity, to: name, in: directory)
          made.append(name)
        }
      }
      try files.sync(directory)
    } catch let error where error is SystemError || error is FolderRefusal {
      for name in made { try? files.remove(name, in: directory) }
      throw error
    }
  }

  private static func quarantined(
    _ removal: FolderBatch.Removal, _ envelopes: [Int32: [UInt8]]
  ) -> QuarantinedMessage {
    let message = removal.message
    return QuarantinedMessage(
      number: removal.number, messageID: message.messageID, origtime: message.origtime,
      duration: message.duration, grade: message.grade, reason: message.reason,
      files: message.files, envelope: ByteText(bytes: envelopes[message.number] ?? []))
  }
}
