import Glibc
import VmscanActions
import VmscanModel
import VmscanSystem

/// The real file system, with a step counted before every change.
struct FaultyFiles: FileOperations {
  let killSwitch: KillSwitch
  /// Devices are distinguished by whether the path lies in the quarantine.
  var quarantineDevice: UInt64?
  /// As on an overlay of two file systems, where files are on another device than their directory.
  var isLayered = false
  /// chmod does nothing, as on vfat, ntfs-3g and cifs.
  var keepsModes = true
  /// As on sshfs, where each name of a file has an inode number of its own.
  var hasInodePerName = false
  /// As after sshfs was mounted anew: files are on another device, under inode numbers that are higher
  /// by this, so that some are those that other files had before.
  var inodeShift: UInt64 = 0
  private let real = PosixFileOperations()

  init(_ killSwitch: KillSwitch) { self.killSwitch = killSwitch }

  func openDirectory(_ name: ByteText, in parent: Descriptor?) throws -> Descriptor {
    try killSwitch.checkAlive()
    return try real.openDirectory(name, in: parent)
  }

  func openForReading(_ name: ByteText, in directory: Descriptor) throws -> Descriptor {
    try killSwitch.checkAlive()
    return try real.openForReading(name, in: directory)
  }

  func names(in directory: Descriptor) throws -> [ByteText] {
    try killSwitch.checkAlive()
    return try real.names(in: directory)
  }

  func identity(of name: ByteText, in directory: Descriptor) throws -> FileIdentity {
    try killSwitch.checkAlive()
    var identity = try real.identity(of: name, in: directory)
    if isLayered, identity.isRegularFile { identity.device += 1 }
    if hasInodePerName { identity.inode = UInt64(truncatingIfNeeded: name.hashValue) }
    return remounted(identity)
  }

  func identity(of descriptor: Descriptor) throws -> FileIdentity {
    try killSwitch.checkAlive()
    var identity = try real.identity(of: descriptor)
    if !keepsModes, identity.isDirectory { identity.mode |= 0o077 }
    return remounted(identity)
  }

  private func remounted(_ identity: FileIdentity) -> FileIdentity {
    guard inodeShift > 0 else { return identity }
    var identity = identity
    identity.device += 1
    identity.inode += inodeShift
    return identity
  }

  func read(_ descriptor: Descriptor, limit: Int) throws -> [UInt8] {
    try killSwitch.checkReadable()
    return try real.read(descriptor, limit: limit)
  }

  func read(_ descriptor: Descriptor, at offset: Int64, limit: Int) throws -> [UInt8] {
    try killSwitch.checkAlive()
    return try real.read(descriptor, at: offset, limit: limit)
  }

  func makeDirectory(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws {
    try killSwitch.step("make directory")
    try real.makeDirectory(name, in: directory, mode: mode)
  }

  func createFile(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws -> Descriptor {
    try killSwitch.step("create")
    return try real.createFile(name, in: directory, mode: mode)
  }

  func openOrCreate(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws -> Descriptor {
    try killSwitch.step("create")
    return try real.openOrCreate(name, in: directory, mode: mode)
  }

  func write(_ bytes: [UInt8], to descriptor: Descriptor) throws {
    try killSwitch.step("write")
    try real.write(bytes, to: descriptor)
  }

  func sync(_ descriptor: Descriptor) throws {
    try killSwitch.step("sync")
  }

  func sync(_ descriptors: [Descriptor]) throws {
    for descriptor in descriptors { try sync(descriptor) }
  }

  func truncate(_ descriptor: Descriptor) throws {
    try killSwitch.step("truncate")
    try real.truncate(descriptor)
  }

  func move(
    _ name: ByteText, in directory: Descriptor, to newName: ByteText, in newDirectory: Descriptor
  ) throws {
    try killSwitch.step("rename")
    try real.move(name, in: directory, to: newName, in: newDirectory)
  }

  func replace(_ name: ByteText, with newName: ByteText, in directory: Descriptor) throws {
    try killSwitch.step("rename")
    try real.replace(name, with: newName, in: directory)
  }

  func remove(_ name: ByteText, in directory: Descriptor) throws {
    try killSwitch.step("unlink")
    try real.remove(name, in: directory)
  }

  func removeDirectory(_ name: ByteText, in directory: Descriptor) throws {
    try killSwitch.step("remove directory")
    try real.removeDirectory(name, in: directory)
  }

  func link(_ name: ByteText, to newName: ByteText, in directory: Descriptor) throws {
    try killSwitch.step("link")
    try real.link(name, to: newName, in: directory)
  }

  func setOwner(_ descriptor: Descriptor, owner: UInt32, group: UInt32) throws {
    try killSwitch.step("chown")
    try real.setOwner(descriptor, owner: owner, group: group)
  }

  func setMode(_ descriptor: Descriptor, mode: UInt32) throws {
    try killSwitch.step("chmod")
    try real.setMode(descriptor, mode: mode)
  }

  func setModified(_ descriptor: Descriptor, nanoseconds: Int64) throws {
    try killSwitch.step("set times")
    try real.setModified(descriptor, nanoseconds: nanoseconds)
  }

  func fileSystem(of descriptor: Descriptor) -> FileSystemKind? {
    FileSystemKind(magic: isLayered ? 0x794C_7630 : inodeShift > 0 ? 0x6573_5546 : 0xEF53)
  }

  func tryLock(_ descriptor: Descriptor) throws -> Bool {
    try killSwitch.checkAlive()
    return try real.tryLock(descriptor)
  }
}
