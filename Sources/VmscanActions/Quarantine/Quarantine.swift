import Glibc
package import VmscanModel
package import VmscanSystem

/// The private directory, outside every context, where removed messages wait for their end.
///
/// `RUN/GROUP/manifest.ndjson` says what `RUN/GROUP/SLOT/msgNNNN.*` are. Nothing in it is ever
/// taken for a mailbox, because it lies beside the directory of the contexts and not in it.
package struct Quarantine: Sendable {
  package let files: any FileOperations
  package let path: ByteText
  package let directory: Descriptor
  package let identity: FileIdentity
  /// Mode bits of the spool's group, which may look where it may look in the spool; never more.
  let groupAccess: UInt32

  /// `vmscan-quarantine` beside the directory that holds the contexts.
  package static func defaultPath(spool: ByteText) -> ByteText {
    var bytes = spool.bytes
    while bytes.count > 1, bytes.last == 0x2F { bytes.removeLast() }
    let parent = bytes.lastIndex(of: 0x2F).map { Array(bytes[...$0]) } ?? Array("./".utf8)
    return ByteText(bytes: parent + Array("vmscan-quarantine".utf8))
  }

  /// Opens the directory, making it private and the spool owner's when it is missing.
  ///
  /// - Throws: `PurgeRefusal.quarantineClosed` when this user may not open it,
  ///   `PurgeRefusal.quarantineUnusable` when it lies in the spool, is a link, is not
  ///   private or belongs to somebody else.
  package init(
    path: ByteText, spool: Descriptor, files: any FileOperations = PosixFileOperations(),
    create: Bool = true
  ) throws {
    self.files = files
    self.path = path
    do {
      let owner = try files.identity(of: spool)
      directory = try Self.open(path, owner: owner, files, create)
      identity = try files.identity(of: directory)
      try Self.check(path, identity, spool: owner)
      groupAccess = identity.group == owner.group ? identity.mode & owner.mode & 0o050 : 0
      try Self.checkOutside(path, directory, spool: owner, files)
    } catch let error as SystemError {
      throw error.code == EACCES
        ? PurgeRefusal.quarantineClosed(path, error.description)
        : PurgeRefusal.quarantineUnusable(path, error.description)
    }
  }

  private static func open(
    _ path: ByteText, owner: FileIdentity, _ files: any FileOperations, _ create: Bool
  ) throws -> Descriptor {
    do {
      return try files.openDirectory(path, in: nil)
    } catch let error as SystemError where error.isMissing && create {
      let (parentPath, name) = split(path)
      let parent = try files.openDirectory(parentPath, in: nil)
      try files.makeDirectory(name, in: parent, mode: 0o700)
      do {
        return try givenAway(name, in: parent, to: owner, files)
      } catch {
        // What is refused must not stay: every later scan would find it closed or open to others.
        try? files.removeDirectory(name, in: parent)
        guard let error = error as? SystemError, error.isNoModeKept else { throw error }
        throw PurgeRefusal.quarantineUnusable(path, noModes)
      }
    }
  }

  /// The new directory, private and the spool owner's.
  private static func givenAway(
    _ name: ByteText, in parent: Descriptor, to owner: FileIdentity, _ files: any FileOperations
  ) throws -> Descriptor {
    let directory = try files.openDirectory(name, in: parent)
    let made = try files.identity(of: directory)
    if made.owner != owner.owner || made.group != owner.group {
      try files.setOwner(directory, owner: owner.owner, group: owner.group)
    }
    try files.setMode(directory, mode: 0o700 | owner.mode & 0o050)
    let now = try files.identity(of: directory)
    guard now.owner == owner.owner, now.mode & 0o077 & ~(owner.mode & 0o050) == 0 else {
      throw SystemError(code: EPERM, attempt: "keep the mode of", path: name)
    }
    try files.sync(parent)
    return directory
  }

  private static let noModes =
    "the file system keeps no owners and modes, so that others could read what waits there; "
    + "mount it with options such as uid=, gid= and umask=077, or name a place on another one "
    + "with 'quarantine:' in the settings"

  private static func split(_ path: ByteText) -> (ByteText, ByteText) {
    guard let slash = path.bytes.lastIndex(of: 0x2F) else { return (".", path) }
    let parent = slash == 0 ? [0x2F] : Array(path.bytes[..<slash])
    return (ByteText(bytes: parent), ByteText(bytes: path.bytes[(slash + 1)...]))
  }

  private static func check(
    _ path: ByteText, _ identity: FileIdentity, spool: FileIdentity
  ) throws {
    guard identity.owner == spool.owner else {
      throw PurgeRefusal.quarantineUnusable(
        path, "belongs to user \(identity.owner), the spool to user \(spool.owner)")
    }
    let allowed = identity.group == spool.group ? spool.mode & 0o050 : 0
    guard identity.mode & 0o077 & ~allowed == 0 else {
      throw PurgeRefusal.quarantineUnusable(
        path, "others may read it; its mode must be 0700")
    }
  }

  /// Walks up to the root: the spool must not be on the way.
  private static func checkOutside(
    _ path: ByteText, _ directory: Descriptor, spool: FileIdentity, _ files: any FileOperations
  ) throws {
    var current = directory
    var identity = try files.identity(of: current)
    while true {
      guard !identity.isSameFile(as: spool) else {
        throw PurgeRefusal.quarantineUnusable(
          path, "it lies in the spool, where it would be taken for a context")
      }
      current = try files.openDirectory("..", in: current)
      let parent = try files.identity(of: current)
      if parent.isSameFile(as: identity) { return }
      identity = parent
    }
  }
}

extension Quarantine {
  /// Opens `RUN/GROUP`, making it when it is missing.
  func makeGroup(run: String, group: Int) throws -> Descriptor {
    try makeDirectory(ByteText("\(group)"), in: makeDirectory(ByteText(run), in: directory))
  }

  /// Opens a directory of the quarantine, making it when it is missing.
  func makeDirectory(_ name: ByteText, in parent: Descriptor) throws -> Descriptor {
    let made = try files.openOrMakeDirectory(name, in: parent)
    try letGroupIn(made, mode: 0o700 | groupAccess)
    return made
  }

  /// Creates a file that describes messages, readable like the quarantine itself.
  func createFile(_ name: ByteText, in parent: Descriptor) throws -> Descriptor {
    let file = try files.createFile(name, in: parent, mode: 0o600)
    try letGroupIn(file, mode: 0o600 | groupAccess & 0o040)
    return file
  }

  private func letGroupIn(_ made: Descriptor, mode: UInt32) throws {
    guard groupAccess != 0 else { return }
    if try files.identity(of: made).group != identity.group {
      try files.setOwner(made, owner: identity.owner, group: identity.group)
    }
    try files.setMode(made, mode: mode)
  }

  /// Opens a place; `nil` when it is gone.
  func open(_ place: QuarantinePlace) throws -> Descriptor? {
    var current = directory
    for name in [place.run, "\(place.group)", "\(place.slot)"] {
      do {
        current = try files.openDirectory(ByteText(name), in: current)
      } catch let error as SystemError where error.isMissing {
        return nil
      }
    }
    return current
  }

  /// Who acts in a folder: the owner it shares with the quarantine; in a folder of another owner
  /// only the caller can, which `OwnerSwitch` takes user 0 for.
  func actor(in folder: FileIdentity) -> (owner: UInt32, group: UInt32) {
    (folder.owner == identity.owner ? folder.owner : 0, folder.group)
  }

  /// Renaming works between here and the spool.
  func isOnDevice(of spool: FileIdentity) -> Bool { identity.device == spool.device }
}
