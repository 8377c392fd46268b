import VmscanModel
import VmscanSystem

/// One hold of a folder's lock while rows of it are changed: nobody in the mailbox, lock, look
/// again, change, let go.
struct RowHold {
  let files: any FileOperations
  let lock: any FolderLock
  let control: any AsteriskControl
  let options: ExecutorOptions

  /// Runs `body` with the lock of the directory that belongs to a folder's rows.
  ///
  /// - Throws: `FolderRefusal` when somebody is in the mailbox or the lock is not obtained, and what
  ///   `body` throws.
  func hold<Value>(
    _ folder: Descriptor, of mailbox: MailboxID, _ kind: Folder, _ body: () throws -> Value
  ) throws -> Value {
    try refuseIfBusy(mailbox, kind)
    let held: HeldLock
    do {
      _ = try lock.removeOwnRemains(in: folder)
      held = try lock.acquire(in: folder, waitingAtMost: options.lockWait)
    } catch let error where error is FolderLockError || error is SystemError {
      throw FolderRefusal.lockNotObtained(holder: firstLine(error))
    }
    let value: Value
    do {
      // A session that began before the lock shows now; a later one waits for it.
      try refuseIfBusy(mailbox, kind)
      value = try body()
    } catch {
      try? lock.release(held, in: folder)
      throw error
    }
    do {
      try lock.release(held, in: folder)
    } catch let error where error is FolderLockError || error is SystemError {
      // The rows are as they should be; only their directory is not.
    }
    return value
  }

  /// `Deleted` is opened by no phone session.
  private func refuseIfBusy(_ mailbox: MailboxID, _ folder: Folder) throws {
    guard folder != .deleted else { return }
    do {
      if try control.sessions().isBusy(mailbox) { throw FolderRefusal.mailboxOpen }
    } catch let error as AsteriskUnreachable {
      guard options.actsUnasked else { throw FolderRefusal.sessionsUnknown(error.description) }
    }
  }
}
