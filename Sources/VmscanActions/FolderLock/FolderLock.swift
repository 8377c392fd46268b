package import VmscanModel
package import VmscanSystem

/// Asterisk's lock of one message folder, in the mode the running Asterisk uses.
///
/// Waits a bounded time and never breaks the lock of a living program.
package protocol FolderLock: Sendable {
  var mode: AsteriskSettings.LockMode { get }
  /// - Throws: `FolderLockError.held` when the time is over, or the `SystemError` of the cause.
  func acquire(in folder: Descriptor, waitingAtMost bound: Duration) throws -> HeldLock
  /// - Throws: `FolderLockError.lost` when the lock file is no longer ours; nothing is removed.
  func release(_ lock: HeldLock, in folder: Descriptor) throws
  /// Removes what a dead vmscan left behind; says whether there was anything.
  func removeOwnRemains(in folder: Descriptor) throws -> Bool
}

/// A lock that was obtained.
package struct HeldLock: Sendable {
  /// Keeps the kernel's lock in mode `flock`.
  package var descriptor: Descriptor?

  package init(descriptor: Descriptor? = nil) { self.descriptor = descriptor }
}

/// Why a folder lock was not obtained or not kept.
package enum FolderLockError: Error, Sendable, Hashable {
  /// Held by another program; `age` in seconds since its lock file was made.
  case held(age: Int64?)
  /// The lock file is a link or has several names, so Asterisk would ignore it.
  case unusable(String)
  /// The lock file was replaced or removed by somebody else while we held it.
  case lost
}

extension FolderLockError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .held(let age):
      "held by another program" + (age.map { " for \(Age(seconds: $0).words)" } ?? "")
    case .unusable(let why): "the lock file cannot be used: \(why)"
    case .lost: "the lock was taken away while it was held"
    }
  }
}

extension AsteriskSettings.LockMode {
  /// The name of the lock file in this mode (`ast_lock_path_lockfile`, `ast_lock_path_flock`).
  package var lockName: ByteText {
    switch self {
    case .lockfile: ".lock"
    case .flock: "lock"
    }
  }

  /// The lock of this mode on the real file system.
  package func folderLock(
    files: any FileOperations = PosixFileOperations(), stamp: LockStamp? = nil
  ) -> any FolderLock {
    switch self {
    case .lockfile: HardLinkFolderLock(files: files, stamp: stamp ?? .current)
    case .flock: FlockFolderLock(files: files)
    }
  }
}
