import CLinuxShims
import Glibc
import VmscanModel
import VmscanSystem

/// New contents of one file, ready beside it.
struct ConfigReplacement {
  let file: ConfigEditFile
  let nonce: String
  let bytes: [UInt8]
  let temporary: ByteText

  /// A name that begins with a dot is matched by no `*` of an include.
  init(_ file: ConfigEditFile, bytes: [UInt8], change: String, nonce: String) {
    self.file = file
    self.bytes = bytes
    self.nonce = nonce
    let directory = ConfigFileCalls.parent(of: file.target)
    let name = ConfigFileCalls.name(of: file.target)
    temporary = ByteText(
      bytes: (directory == "/" ? [] : directory.bytes) + Array("/.".utf8) + name.bytes.prefix(180)
        + Array(".vmscan-\(change)".utf8))
  }

  /// Writes the file beside, like the original in owner, group, mode and attributes.
  func prepare(_ step: (ConfigEditStep) throws -> Void) throws {
    try step(.create)
    let original = try file.target.withPath {
      open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }
    guard original >= 0 else { throw ConfigFileError("open", file.target) }
    defer { close(original) }
    let descriptor = try temporary.withPath {
      open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard descriptor >= 0 else { throw ConfigFileError("create", temporary) }
    defer { close(descriptor) }
    try step(.attributes)
    try imitate(try ConfigFileCalls.identity(original, file.target), original, descriptor)
    try step(.write)
    try ConfigFileCalls.write(bytes, to: descriptor, named: temporary)
    try step(.sync)
    guard fsync(descriptor) == 0 else { throw ConfigFileError("sync", temporary) }
  }

  private func imitate(_ like: FileIdentity, _ original: Int32, _ descriptor: Int32) throws {
    let own = try ConfigFileCalls.identity(descriptor, temporary)
    if own.owner != like.owner || own.group != like.group {
      guard fchown(descriptor, like.owner, like.group) == 0 else {
        throw ConfigFileError("keep the owner of", file.target)
      }
    }
    guard fchmod(descriptor, like.mode & 0o7777) == 0 else {
      throw ConfigFileError("keep the mode of", file.target)
    }
    try ExtendedAttributes.copy(from: original, to: descriptor, named: file.target)
  }

  /// - Throws: `ConfigEditError.changed` when the original is not the one planned against.
  func recheck() throws {
    let (now, identity) = try ConfigFileCalls.read(file.target)
    guard identity.device == file.identity.device, identity.inode == file.identity.inode,
      identity.size == file.identity.size, identity.modified == file.identity.modified,
      ConfigDigest.of(now, nonce: nonce) == file.digest
    else { throw ConfigEditError.changed(file.target) }
  }

  /// Puts the new file in place and looks once more at what it replaced.
  ///
  /// The two change places at once, so that a write into the old file up to that moment is seen
  /// and the old file put back.
  /// - Throws: `ConfigEditError.stranded` when that fails; then nothing may be removed.
  func commit(_ step: (ConfigEditStep) throws -> Void) throws {
    guard try exchange() else {
      let result = try temporary.withPath { from in
        try file.target.withPath { rename(from, $0) }
      }
      guard result == 0 else { throw ConfigFileError("replace", file.target) }
      return
    }
    do {
      try step(.compare)
      let replaced = try ConfigFileCalls.read(temporary).bytes
      guard ConfigDigest.of(replaced, nonce: nonce) == file.digest else {
        throw ConfigEditError.changed(file.target)
      }
    } catch {
      try exchangeBack(step)
      throw error
    }
    discard()
  }

  private func exchangeBack(_ step: (ConfigEditStep) throws -> Void) throws {
    let isBack: Bool
    do {
      try step(.exchangeBack)
      isBack = try exchange()
    } catch {
      isBack = false
    }
    guard isBack else { throw ConfigEditError.stranded(file.target, beside: temporary) }
  }

  /// False where the file system cannot.
  private func exchange() throws -> Bool {
    let result = try temporary.withPath { from in
      try file.target.withPath { clinux_exchange(from, $0) }
    }
    if result == 0 { return true }
    guard errno == EINVAL || errno == ENOSYS else {
      throw ConfigFileError("replace", file.target)
    }
    return false
  }

  /// - Throws: `ConfigEditError.overwritten` when somebody has written the file since.
  func confirm() throws {
    let now = try ConfigFileCalls.read(file.target).bytes
    guard ConfigDigest.of(now, nonce: nonce) == file.newDigest else {
      throw ConfigEditError.overwritten(file.target)
    }
  }

  /// What stands in the file's place now.
  enum State {
    case made
    case notMade
    /// Somebody else's text.
    case other
  }

  /// - Throws: `ConfigFileError` when it cannot be read, which is not the same as not made.
  func state() throws -> State {
    let digest = ConfigDigest.of(try ConfigFileCalls.read(file.target).bytes, nonce: nonce)
    return digest == file.newDigest ? .made : digest == file.digest ? .notMade : .other
  }

  /// Removes what an interrupted edit left beside; `false` when it may be somebody else's text.
  func discardRemains(_ state: State) throws -> Bool {
    guard try isThere() else { return true }
    // Only once the two had changed places can it be another's; before, it is ours, if cut short.
    if state != .notMade {
      let digest = ConfigDigest.of(try ConfigFileCalls.read(temporary).bytes, nonce: nonce)
      guard digest == file.digest || digest == file.newDigest else { return false }
    }
    discard()
    return true
  }

  private func isThere() throws -> Bool {
    var status = stat()
    if try temporary.withPath({ lstat($0, &status) }) == 0 { return true }
    guard errno == ENOENT else { throw ConfigFileError("look at", temporary) }
    return false
  }

  func discard() {
    _ = try? temporary.withPath { unlink($0) }
  }
}
