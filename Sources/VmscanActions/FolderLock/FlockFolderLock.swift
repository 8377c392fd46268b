import Glibc
package import VmscanModel
package import VmscanSystem

/// `lockmode = flock`: the kernel's lock on a file `lock` (`ast_lock_path_flock`).
///
/// Asterisk ignores a lock file it may not open, so the file is given to the folder's owner.
package struct FlockFolderLock: FolderLock {
  private let files: any FileOperations

  package init(files: any FileOperations = PosixFileOperations()) { self.files = files }

  package var mode: AsteriskSettings.LockMode { .flock }

  package func acquire(
    in folder: Descriptor, waitingAtMost bound: Duration
  ) throws -> HeldLock {
    let wait = LockWait(atMost: bound, pause: .milliseconds(1))
    repeat {
      if let lock = try attempt(in: folder) { return lock }
    } while wait.again()
    let present = try files.identityIfPresent(of: mode.lockName, in: folder)
    throw FolderLockError.held(
      age: present.map { Int64(time(nil)) - $0.modified / 1_000_000_000 })
  }

  /// `nil` when somebody holds the lock, or unlinked the file between our opening and locking it.
  private func attempt(in folder: Descriptor) throws -> HeldLock? {
    if let present = try files.identityIfPresent(of: mode.lockName, in: folder) {
      if present.isSymbolicLink { throw FolderLockError.unusable("it is a symbolic link") }
      if present.links > 1 { throw FolderLockError.unusable("it has \(present.links) names") }
    }
    let file = try files.openOrCreate(mode.lockName, in: folder, mode: 0o600)
    try giveToOwner(file, folder)
    guard try files.tryLock(file) else { return nil }
    let identity = try files.identity(of: file)
    guard let now = try files.identityIfPresent(of: mode.lockName, in: folder),
      now.isSameFile(as: identity)
    else { return nil }
    return HeldLock(descriptor: file)
  }

  private func giveToOwner(_ file: Descriptor, _ folder: Descriptor) throws {
    let owner = try files.identity(of: folder)
    guard try files.identity(of: file).owner != owner.owner else { return }
    try files.setOwner(file, owner: owner.owner, group: owner.group)
  }

  package func release(_ lock: HeldLock, in folder: Descriptor) throws {
    guard let file = lock.descriptor,
      let now = try files.identityIfPresent(of: mode.lockName, in: folder),
      now.isSameFile(as: try files.identity(of: file))
    else { throw FolderLockError.lost }
    try files.remove(mode.lockName, in: folder)
  }

  /// The kernel ends the lock of a dead process, and a file nobody holds does no harm.
  package func removeOwnRemains(in folder: Descriptor) throws -> Bool { false }
}
