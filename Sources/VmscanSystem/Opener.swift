import CLinuxShims
import Glibc
package import VmscanModel

/// Opens files and directories for reading, without following links and without leaving traces.
///
/// `O_NOATIME` keeps reading from writing access times; it is refused with EPERM on files of other
/// owners, which are then opened without it, this one and the following until `retryNoAccessTime`.
package struct Opener: Sendable {
  private var keepsAccessTime = true

  package init() {}

  /// Tries `O_NOATIME` again, as for a directory that may have another owner.
  package mutating func retryNoAccessTime() { keepsAccessTime = true }

  /// Opens an entry of a directory; a link as the last component gives `ELOOP` or `ENOTDIR`.
  package mutating func open(
    _ name: UnsafePointer<CChar>, in directory: CInt, asDirectory: Bool
  ) throws(SystemError) -> OwnedDescriptor {
    try open(
      name, in: directory, flags: O_NOFOLLOW | (asDirectory ? O_DIRECTORY : 0))
  }

  /// Opens an entry of a directory by name.
  package mutating func open(
    _ name: ByteText, in directory: borrowing OwnedDescriptor, asDirectory: Bool
  ) throws(SystemError) -> OwnedDescriptor {
    let raw = directory.raw
    return try name.withName { (pointer) throws(SystemError) in
      try open(pointer, in: raw, asDirectory: asDirectory)
    }
  }

  /// Opens a directory an administrator named, following links on the way and at its end.
  package mutating func openDirectory(_ path: ByteText) throws(SystemError) -> OwnedDescriptor {
    try path.withName { (pointer) throws(SystemError) in
      try open(pointer, in: AT_FDCWD, flags: O_DIRECTORY)
    }
  }

  private mutating func open(
    _ name: UnsafePointer<CChar>, in directory: CInt, flags: CInt
  ) throws(SystemError) -> OwnedDescriptor {
    let common = flags | O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    while true {
      let raw = openat(directory, name, keepsAccessTime ? common | CLINUX_O_NOATIME : common)
      if raw >= 0 { return OwnedDescriptor(adopting: raw) }
      if errno == EPERM, keepsAccessTime {
        keepsAccessTime = false
      } else if errno != EINTR {
        throw .last
      }
    }
  }
}
