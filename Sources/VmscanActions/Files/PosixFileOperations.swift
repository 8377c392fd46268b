import CLinuxShims
import Glibc
package import VmscanModel
package import VmscanSystem

/// The file system of the machine.
package struct PosixFileOperations: FileOperations {
  package init() {}

  package func openDirectory(_ name: ByteText, in parent: Descriptor?) throws -> Descriptor {
    try opened(name, parent, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, "open directory")
  }

  package func openForReading(_ name: ByteText, in directory: Descriptor) throws -> Descriptor {
    try opened(name, directory, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, "open")
  }

  package func names(in directory: Descriptor) throws -> [ByteText] {
    do throws(SystemError) {
      return try DirectoryLister.names(in: directory)
    } catch {
      throw SystemError(code: error.code, attempt: "list", path: ".")
    }
  }

  package func identity(of name: ByteText, in directory: Descriptor) throws -> FileIdentity {
    var status = stat()
    try name.withPath { path in
      guard fstatat(directory.raw, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw SystemError.last("stat", name)
      }
    }
    return FileIdentity(status)
  }

  package func identity(of descriptor: Descriptor) throws -> FileIdentity {
    var status = stat()
    guard fstat(descriptor.raw, &status) == 0 else { throw SystemError.last("stat", descriptor) }
    return FileIdentity(status)
  }

  package func read(_ descriptor: Descriptor, limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var got = 0
      let piece = [UInt8](unsafeUninitializedCapacity: min(65536, limit - bytes.count)) {
        buffer, count in
        got = Glibc.read(descriptor.raw, buffer.baseAddress, buffer.count)
        count = max(0, got)
      }
      if got == 0 { return bytes }
      guard got > 0 || errno == EINTR else { throw SystemError.last("read", descriptor) }
      bytes = bytes.isEmpty ? piece : bytes + piece
    }
    return bytes
  }

  package func read(
    _ descriptor: Descriptor, at offset: Int64, limit: Int
  ) throws -> [UInt8] {
    while true {
      var got = 0
      let piece = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        got = pread(descriptor.raw, buffer.baseAddress, buffer.count, off_t(offset))
        count = max(0, got)
      }
      if got >= 0 { return piece }
      guard errno == EINTR else { throw SystemError.last("read", descriptor) }
    }
  }

  package func makeDirectory(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws {
    try check(name, "make directory") { mkdirat(directory.raw, $0, mode) }
  }

  package func createFile(
    _ name: ByteText, in directory: Descriptor, mode: UInt32
  ) throws -> Descriptor {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    return try opened(name, directory, flags, "create", mode)
  }

  package func openOrCreate(
    _ name: ByteText, in directory: Descriptor, mode: UInt32
  ) throws -> Descriptor {
    try opened(name, directory, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, "create", mode)
  }

  package func write(_ bytes: [UInt8], to descriptor: Descriptor) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor.raw, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      guard count > 0 || (count < 0 && errno == EINTR) else {
        throw SystemError.last("write", descriptor)
      }
      done += max(0, count)
    }
  }

  package func sync(_ descriptor: Descriptor) throws {
    guard fsync(descriptor.raw) == 0 else { throw SystemError.last("sync", descriptor) }
  }

  package func sync(_ descriptors: [Descriptor]) throws {
    // One barrier for all of them, where the kernel itself writes: each fsync waits for the disk.
    if descriptors.count > 1, let first = descriptors.first,
      Self.journals.contains(clinux_file_system_kind(first.raw)),
      try Set(descriptors.map { try identity(of: $0).device }).count == 1
    {
      guard clinux_sync_file_system(first.raw) == 0 else { throw SystemError.last("sync", first) }
      return
    }
    for descriptor in descriptors { try sync(descriptor) }
  }

  /// ext4, xfs, btrfs, f2fs, tmpfs.
  private static let journals: Set<UInt32> = [
    0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x0102_1994,
  ]

  package func truncate(_ descriptor: Descriptor) throws {
    guard ftruncate(descriptor.raw, 0) == 0 else { throw SystemError.last("truncate", descriptor) }
  }
}

extension PosixFileOperations {
  package func move(
    _ name: ByteText, in directory: Descriptor, to newName: ByteText, in newDirectory: Descriptor
  ) throws {
    try name.withPath { from in
      try newName.withPath { to in
        if clinux_rename_noreplace(directory.raw, from, newDirectory.raw, to) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw SystemError.last("rename", name) }
        // The file system cannot refuse to replace by itself (NFS), so look first.
        guard try identityIfPresent(of: newName, in: newDirectory) == nil else {
          throw SystemError(code: EEXIST, attempt: "rename", path: name)
        }
        guard renameat(directory.raw, from, newDirectory.raw, to) == 0 else {
          throw SystemError.last("rename", name)
        }
      }
    }
  }

  package func remove(_ name: ByteText, in directory: Descriptor) throws {
    try check(name, "unlink") { unlinkat(directory.raw, $0, 0) }
  }

  package func removeDirectory(_ name: ByteText, in directory: Descriptor) throws {
    try check(name, "remove directory") { unlinkat(directory.raw, $0, AT_REMOVEDIR) }
  }

  package func replace(
    _ name: ByteText, with newName: ByteText, in directory: Descriptor
  ) throws {
    try name.withPath { to in
      try check(newName, "rename") { renameat(directory.raw, $0, directory.raw, to) }
    }
  }

  package func link(_ name: ByteText, to newName: ByteText, in directory: Descriptor) throws {
    try newName.withPath { to in
      try check(name, "link") { linkat(directory.raw, $0, directory.raw, to, 0) }
    }
  }

  package func setOwner(_ descriptor: Descriptor, owner: UInt32, group: UInt32) throws {
    guard fchown(descriptor.raw, owner, group) == 0 else {
      throw SystemError.last("chown", descriptor)
    }
  }

  package func setMode(_ descriptor: Descriptor, mode: UInt32) throws {
    guard fchmod(descriptor.raw, mode & 0o7777) == 0 else {
      throw SystemError.last("chmod", descriptor)
    }
  }

  package func setModified(_ descriptor: Descriptor, nanoseconds: Int64) throws {
    let time = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    guard futimens(descriptor.raw, [time, time]) == 0 else {
      throw SystemError.last("set times", descriptor)
    }
  }

  package func fileSystem(of descriptor: Descriptor) -> FileSystemKind? {
    FileSystemKind(of: descriptor)
  }

  package func tryLock(_ descriptor: Descriptor) throws -> Bool {
    if flock(descriptor.raw, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError.last("lock", descriptor) }
    return false
  }

  private func opened(
    _ name: ByteText, _ parent: Descriptor?, _ flags: Int32, _ attempt: String, _ mode: UInt32 = 0
  ) throws -> Descriptor {
    try name.withPath { path in
      let raw = openat(parent?.raw ?? AT_FDCWD, path, flags, mode)
      guard raw >= 0 else { throw SystemError.last(attempt, name) }
      return Descriptor(raw)
    }
  }

  private func check(
    _ name: ByteText, _ attempt: String, _ call: (UnsafePointer<CChar>) -> Int32
  ) throws {
    try name.withPath { path in
      guard call(path) == 0 else { throw SystemError.last(attempt, name) }
    }
  }
}
