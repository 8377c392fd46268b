import Glibc
package import VmscanModel
package import VmscanSystem

/// `lockmode = lockfile`: a file `.lock-xxxxxxxx` hard-linked to `.lock` (`ast_lock_path_lockfile`).
///
/// Whose a lock is shows in what is written in it and never in its inode: on sshfs, unionfs-fuse
/// and cifs without the server's inode numbers every name of a file has a number of its own.
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
    let (name, file) = try makeTemporary(in: folder)
    do {
      try link(name, file, in: folder, bound)
    } catch {
      // Leaving the name behind is harmless; the cause is what matters.
      try? files.remove(name, in: folder)
      throw error
    }
    // The lock is ours now; a name that stays behind does no harm, giving up would.
    try? files.remove(name, in: folder)
    return HeldLock()
  }

  private func link(
    _ name: ByteText, _ file: Descriptor, in folder: Descriptor, _ bound: Duration
  ) throws {
    let wait = LockWait(atMost: bound)
    repeat {
      do {
        try files.link(name, to: mode.lockName, in: folder)
        return
      } catch let error as SystemError where error.isTaken {
        // A server that was asked twice made it and then finds it (NFS): nobody else links our file.
        if try files.identity(of: file).links > 1 { return }
        // Renamed over, not removed first: a folder that waits for recovery is never without lock.
        if try isOwnRemains(mode.lockName, in: folder) {
          return try files.replace(mode.lockName, with: name, in: folder)
        }
      }
    } while wait.again()
    throw FolderLockError.held(age: try age(in: folder))
  }

  /// The file must be Asterisk's to open whoever runs this, so its mode is what `umask` leaves.
  private func makeTemporary(in folder: Descriptor) throws -> (ByteText, Descriptor) {
    while true {
      let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
      let padding = String(repeating: "0", count: 8 - digits.count)
      let name = ByteText(".lock-" + padding + digits)
      do {
        let file = try files.createFile(name, in: folder, mode: 0o644)
        do {
          try files.write(Array(stamp.description.utf8), to: file)
          return (name, file)
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

  /// - Throws: the `SystemError` when the lock cannot be read; then it may still be there.
  package func release(_ lock: HeldLock, in folder: Descriptor) throws {
    guard try words(of: mode.lockName, in: folder) == Array(stamp.description.utf8) else {
      throw FolderLockError.lost
    }
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
      before.size < Self.limit
    else { return false }
    do {
      let words = try words(of: name, in: folder)
      guard let writer = LockStamp(parsing: words), writer.isDead(seenBy: stamp) else {
        return false
      }
      return try self.words(of: name, in: folder) == words
    } catch is SystemError {
      // What cannot be opened is not ours.
      return false
    }
  }

  private static let limit = 1024

  /// What a lock says; empty when there is none.
  private func words(of name: ByteText, in folder: Descriptor) throws -> [UInt8] {
    do {
      return try files.read(files.openForReading(name, in: folder), limit: Self.limit)
    } catch let error as SystemError where error.isMissing || error.isNotDirectory {
      return []
    }
  }
}

extension HardLinkFolderLock {
  /// Whether a lock in an open folder was left by a vmscan that is dead; nothing is changed.
  package func hasOwnRemains(in folder: Descriptor) throws -> Bool {
    try files.names(in: folder).contains {
      try Self.isLockName($0) && isOwnRemains($0, in: folder)
    }
  }
}
