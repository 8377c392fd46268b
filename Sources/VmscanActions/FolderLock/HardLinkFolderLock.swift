import Glibc
package import VmscanModel

/// `lockmode = lockfile`: a file `.lock-xxxxxxxx` hard-linked to `.lock` (`ast_lock_path_lockfile`).
package struct HardLinkFolderLock: FolderLock {
  private let files: any FileOperations
  private let stamp: LockStamp

  package init(
    files: any FileOperations = PosixFileOperations(), stamp: LockStamp = .current
  ) {
    self.files = files
    self.stamp = stamp
  }

  package var mode: AsteriskSettings.LockMode { .lockfile }

  package func acquire(
    in folder: Descriptor, waitingAtMost bound: Duration
  ) throws -> HeldLock {
    let (name, identity) = try makeTemporary(in: folder)
    do {
      try link(name, in: folder, bound)
    } catch {
      // Leaving the name behind is harmless; the cause is what matters.
      try? files.remove(name, in: folder)
      throw error
    }
    // The lock is ours now; a name that stays behind does no harm, giving up would.
    try? files.remove(name, in: folder)
    return HeldLock(identity: identity)
  }

  private func link(_ name: ByteText, in folder: Descriptor, _ bound: Duration) throws {
    let wait = LockWait(atMost: bound)
    repeat {
      do {
        try files.link(name, to: mode.lockName, in: folder)
        return
      } catch let error as SystemError where error.isTaken {
        // Renamed over, not removed first: a folder that waits for recovery is never without lock.
        if try isOwnRemains(mode.lockName, in: folder) {
          return try files.replace(mode.lockName, with: name, in: folder)
        }
      }
    } while wait.again()
    throw FolderLockError.held(age: try age(in: folder))
  }

  /// The file must be Asterisk's to open whoever runs this, so its mode is what `umask` leaves.
  private func makeTemporary(in folder: Descriptor) throws -> (ByteText, FileIdentity) {
    while true {
      let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
      let padding = String(repeating: "0", count: 8 - digits.count)
      let name = ByteText(".lock-" + padding + digits)
      do {
        let file = try files.createFile(name, in: folder, mode: 0o644)
        do {
          try files.write(Array(stamp.description.utf8), to: file)
          return (name, try files.identity(of: file))
        } catch {
          try? files.remove(name, in: folder)
          throw error
        }
      } catch let error as SystemError where error.isTaken {
      }
    }
  }

  private func age(in folder: Descriptor) throws -> Int64? {
    guard let identity = try files.identityIfPresent(of: mode.lockName, in: folder) else {
      return nil
    }
    return Int64(time(nil)) - identity.modified / 1_000_000_000
  }

  package func release(_ lock: HeldLock, in folder: Descriptor) throws {
    guard let now = try files.identityIfPresent(of: mode.lockName, in: folder),
      now.isSameFile(as: lock.identity)
    else { throw FolderLockError.lost }
    try files.remove(mode.lockName, in: folder)
  }

  package func removeOwnRemains(in folder: Descriptor) throws -> Bool {
    var found = false
    for name in try files.names(in: folder).sorted() where Self.isLockName(name) {
      if try removeOwn(name, in: folder) { found = true }
    }
    return found
  }

  /// `.lock` or `.lock-` and eight hexadecimal digits.
  static func isLockName(_ name: ByteText) -> Bool {
    if name == ".lock" { return true }
    let digits = name.bytes.dropFirst(6)
    return name.bytes.starts(with: Array(".lock-".utf8)) && digits.count >= 8
      && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  /// Removes a lock file that a dead vmscan wrote; never anybody else's.
  private func removeOwn(_ name: ByteText, in folder: Descriptor) throws -> Bool {
    guard try isOwnRemains(name, in: folder) else { return false }
    try files.remove(name, in: folder)
    return true
  }

  /// Whether a dead vmscan wrote it.
  private func isOwnRemains(_ name: ByteText, in folder: Descriptor) throws -> Bool {
    guard let before = try files.identityIfPresent(of: name, in: folder), before.isRegularFile,
      before.size < 1024
    else { return false }
    guard let writer = LockStamp(parsing: try contents(name, in: folder)),
      writer.isDead(seenBy: stamp), let now = try files.identityIfPresent(of: name, in: folder),
      now.isSameFile(as: before)
    else { return false }
    return true
  }

  /// Empty when the file cannot be opened: then it is not ours.
  private func contents(_ name: ByteText, in folder: Descriptor) throws -> [UInt8] {
    do {
      return try files.read(files.openForReading(name, in: folder), limit: 1024)
    } catch is SystemError {
      return []
    }
  }
}
