package import Glibc
package import VmscanModel

/// An open file or directory, closed when nobody refers to it any more.
package final class Descriptor: Sendable {
  private let owned: OwnedDescriptor

  /// Takes over an open descriptor.
  package init(_ raw: CInt) { owned = OwnedDescriptor(adopting: raw) }

  package var raw: CInt { owned.raw }
}

/// An open file or directory with one owner, closed when it goes out of scope: what the hot path
/// uses, which opens a file for each message.
package struct OwnedDescriptor: ~Copyable, Sendable {
  package let raw: CInt

  /// Takes over an open descriptor.
  package init(adopting raw: CInt) { self.raw = raw }

  /// No open file; every call on it fails with EBADF.
  package static var none: OwnedDescriptor { OwnedDescriptor(adopting: -1) }

  deinit {
    if raw >= 0 { close(raw) }
  }

  /// Hands the descriptor on to who closes it.
  package consuming func release() -> CInt {
    let raw = raw
    discard self
    return raw
  }

  /// Facts of the open file (`fstat`).
  package func identity() throws(SystemError) -> FileIdentity {
    var status = stat()
    guard fstat(raw, &status) == 0 else { throw .last }
    return FileIdentity(status)
  }

  /// Facts of an entry of this directory, of a link itself and not its target (`fstatat`).
  package func identity(of name: UnsafePointer<CChar>) throws(SystemError) -> FileIdentity {
    var status = stat()
    guard fstatat(raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
    return FileIdentity(status)
  }

  /// Facts of an entry of this directory, of a link itself and not its target.
  package func identity(of name: ByteText) throws(SystemError) -> FileIdentity {
    try name.withName { (pointer) throws(SystemError) in try identity(of: pointer) }
  }

  /// Reads from the start up to the size of the buffer; the number of bytes read.
  ///
  /// Stops without a further call at the size the file was just seen to have.
  package func read(into buffer: inout [UInt8], expecting size: Int64) throws(SystemError) -> Int {
    var total = 0
    while total < buffer.count, total == 0 || total != size {
      let count = buffer.withUnsafeMutableBytes { bytes in
        Glibc.read(raw, bytes.baseAddress.map { $0 + total }, bytes.count - total)
      }
      if count < 0 {
        guard errno == EINTR else { throw .last }
        continue
      }
      guard count > 0 else { break }
      total += count
    }
    return total
  }
}

extension FileIdentity {
  /// What `stat` found.
  package init(_ status: stat) {
    self.init(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim),
      mode: UInt32(status.st_mode), owner: UInt32(status.st_uid), group: UInt32(status.st_gid),
      links: UInt32(truncatingIfNeeded: status.st_nlink))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Modification time in whole seconds.
  package var modifiedSeconds: Int64 {
    modified >= 0 ? modified / 1_000_000_000 : (modified - 999_999_999) / 1_000_000_000
  }

  /// The same directory entry on the same file system.
  package func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && inode == other.inode
  }
}

extension ByteText {
  /// Hands the bytes to a system call; a name with a NUL byte is refused with EINVAL, not cut.
  package func withPath<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) throws -> Result {
    try body(checkedCharacters())
  }

  /// The same where nothing but system calls can fail.
  package func withName<Result: ~Copyable>(
    _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    try body(checkedCharacters())
  }

  private func checkedCharacters() throws(SystemError) -> [CChar] {
    var characters: [CChar] = []
    characters.reserveCapacity(bytes.count + 1)
    for byte in bytes {
      guard byte != 0 else { throw SystemError(code: EINVAL, attempt: "use", path: self) }
      characters.append(CChar(bitPattern: byte))
    }
    characters.append(0)
    return characters
  }

  /// `self` followed by `suffix`, as one name.
  package func appending(_ suffix: String) -> ByteText {
    ByteText(bytes: bytes + Array(suffix.utf8))
  }
}
