import VmscanModel
import VmscanSystem

/// One lock hold on one folder: take messages out, close the gaps, verify, let go.
struct FolderHold: Sendable {
  let files: any FileOperations
  let lock: any FolderLock
  let control: any AsteriskControl
  let options: ExecutorOptions
  let shouldStop: @Sendable () -> Bool

  private var reader: FolderReader { FolderReader(files: files) }
  private var mover: FolderMover { FolderMover(files: files) }

  /// What a hold did.
  ///
  /// Messages that are in neither list are for a later hold.
  struct Result {
    var taken: [FolderBatch.Removal] = []
    var settled: [(removal: FolderBatch.Removal, status: MessageOutcome.Status)] = []
    /// The numbers are dense; without it the intent to renumber stays open for recovery.
    var isRenumbered = true
    var fault: String?
    /// Nothing at all was tried, for this reason.
    var refusal: FolderRefusal?
    var duration = Duration.zero
    var isLockedOut = false
  }

  /// Carries out a prepared hold.
  ///
  /// `writeMoves`: records moves that differ from those that were written before.
  func carryOut(
    _ hold: PreparedHold, of job: PurgeJob,
    writeMoves: ([FolderBatch.Move]) throws -> Void
  ) throws -> Result {
    if let refusal = busy(job) { return Result(refusal: refusal) }
    let held: HeldLock
    do {
      held = try lock.acquire(in: hold.folder, waitingAtMost: options.lockWait)
    } catch let error where error is FolderLockError || error is SystemError {
      return Result(refusal: .lockNotObtained(holder: firstLine(error)), isLockedOut: true)
    }
    let start = ContinuousClock.now
    var result: Result
    do {
      result = try underLock(hold, job, start, writeMoves)
    } catch {
      try? lock.release(held, in: hold.folder)
      throw error
    }
    do {
      try lock.release(held, in: hold.folder)
    } catch let error where error is FolderLockError || error is SystemError {
      result.fault = "\(job.planned.subject): \(firstLine(error))"
    }
    result.duration = ContinuousClock.now - start
    return result
  }

  /// Somebody is in the mailbox; `Deleted` is opened by no phone session.
  private func busy(_ job: PurgeJob) -> FolderRefusal? {
    guard job.planned.folder != .deleted else { return nil }
    do {
      return try control.sessions().isBusy(job.planned.mailbox) ? .mailboxOpen : nil
    } catch {
      return options.actsUnasked ? nil : .sessionsUnknown(firstLine(error))
    }
  }

  private func underLock(
    _ hold: PreparedHold, _ job: PurgeJob, _ start: ContinuousClock.Instant,
    _ writeMoves: ([FolderBatch.Move]) throws -> Void
  ) throws -> Result {
    // A session that began before the lock shows now; a later one waits for it.
    if let refusal = busy(job) { return Result(refusal: refusal) }
    let snapshot: FolderSnapshot
    do {
      snapshot = try reader.snapshot(of: hold.folder)
    } catch let error as SystemError {
      return Result(refusal: .unreadable(error.description))
    }
    let matched = FolderBatch.match(snapshot, job.remaining)
    if let refusal = PurgeGuards.refusal(
      folder: snapshot, planned: Set(matched.keys), expecting: options.expectedOwner)
    {
      return Result(refusal: refusal)
    }
    let present = hold.batch.removals.filter { matched[$0.number] == $0.message }
    let moves = FolderBatch.moves(snapshot.messages, without: Set(present.map(\.number)))
    if moves != hold.batch.moves {
      do {
        try writeMoves(moves)
      } catch let busy as JournalBusy {
        return Result(refusal: .journalBusy(busy.description), isLockedOut: true)
      }
    }
    var result = Result()
    do {
      try take(present, hold, start, &result)
      try renumber(snapshot, hold.folder, &result)
    } catch let torn as FolderMover.Torn {
      result.isRenumbered = false
      result.fault = "\(job.planned.subject): a message was left in two places: \(torn.cause)"
    } catch let error as SystemError {
      result.isRenumbered = false
      result.fault = "\(job.planned.subject): numbers have a gap: \(error)"
    }
    return result
  }

  private func take(
    _ removals: [FolderBatch.Removal], _ hold: PreparedHold, _ start: ContinuousClock.Instant,
    _ result: inout Result
  ) throws {
    for removal in removals {
      let isLate = ContinuousClock.now - start > options.longestHold / 2
      if shouldStop() || (isLate && !result.taken.isEmpty) { return }
      do {
        if hold.isCopy {
          try mover.unlink(removal.message.files, number: removal.number, in: hold.folder)
        } else {
          try mover.take(
            removal.message.files, number: removal.number, from: hold.folder,
            into: hold.placeDirectory)
        }
        result.taken.append(removal)
      } catch let error as SystemError {
        result.settled.append((removal, .failed(error.description)))
      } catch let refusal as FolderRefusal {
        result.settled.append((removal, .skipped(refusal.description)))
      } catch let torn as FolderMover.Torn {
        result.settled.append((removal, .interrupted(torn.cause.description)))
        throw torn
      }
    }
  }

  /// Closes the gaps and checks that every message that stays is whole and where it should be.
  private func renumber(
    _ before: FolderSnapshot, _ folder: Descriptor, _ result: inout Result
  ) throws {
    guard !result.taken.isEmpty else { return }
    let gone = Set(result.taken.map(\.number))
    for move in FolderBatch.moves(before.messages, without: gone) {
      try mover.move(move.files, from: move.from, in: folder, to: move.to, in: folder)
    }
    let expected = before.messages.filter { !gone.contains($0.number) }
    let after = try reader.snapshot(of: folder)
    let isDense = after.messages.enumerated().allSatisfy { $0.element.number == Int32($0.offset) }
    let keepsInodes = files.fileSystem(of: folder)?.keepsInodes != false
    let isPaired =
      after.messages.count == expected.count
      && zip(after.messages, expected).allSatisfy {
        keepsInodes ? $0.isSame(as: $1.files) : $0.looksLike($1.files)
      }
    if !isDense || !isPaired || !after.strayNames.isEmpty {
      result.fault = "the folder is not dense and paired after its messages were renumbered"
    }
  }
}
