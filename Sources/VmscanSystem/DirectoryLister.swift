import CLinuxShims
import Glibc
package import VmscanModel

/// Lists directories by `getdents64` into one buffer that is used again.
package struct DirectoryLister: Sendable {
  private var buffer = [UInt8](repeating: 0, count: 1 << 15)

  package init() {}

  /// Calls `body` with every entry's name and type, `.` and `..` left out, in the directory's order.
  ///
  /// - Throws: the error that ended the listing; entries before it were delivered.
  package mutating func forEachEntry(
    of directory: borrowing OwnedDescriptor, _ body: (Span<UInt8>, EntryType) -> Void
  ) throws(SystemError) {
    try forEachEntry(of: directory.raw, body)
  }

  private mutating func forEachEntry(
    of directory: CInt, _ body: (Span<UInt8>, EntryType) -> Void
  ) throws(SystemError) {
    while true {
      let filled = buffer.withUnsafeMutableBytes { bytes in
        clinux_getdents64(directory, bytes.baseAddress, UInt(bytes.count))
      }
      if filled < 0, errno != EINTR { throw .last }
      guard filled != 0 else { return }
      if filled > 0 { Self.forEachRecord(of: buffer.span.extracting(0..<filled), body) }
    }
  }

  /// Layout of `struct linux_dirent64`: inode 8, offset 8, record length 2, type 1, name.
  private static func forEachRecord(
    of records: Span<UInt8>, _ body: (Span<UInt8>, EntryType) -> Void
  ) {
    var start = 0
    while start + 19 < records.count {
      let length = Int(records[start + 16]) | Int(records[start + 17]) << 8
      let limit = min(start + length, records.count)
      guard length > 19 else { return }
      var end = start + 19
      while end < limit, records[end] != 0 { end += 1 }
      let name = records.extracting(start + 19..<end)
      if !isDots(name) { body(name, EntryType(directoryByte: records[start + 18])) }
      start += length
    }
  }

  /// The names in a directory, in its order, without `.` and `..`.
  ///
  /// - Throws: the error of opening or listing it.
  package static func names(in path: ByteText) throws(SystemError) -> [ByteText] {
    let raw = try path.withName { (path) throws(SystemError) in
      open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard raw >= 0 else { throw .last }
    return try names(in: OwnedDescriptor(adopting: raw))
  }

  /// The same of an open directory, from its first entry on.
  package static func names(in directory: Descriptor) throws(SystemError) -> [ByteText] {
    let raw = openat(directory.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard raw >= 0 else { throw .last }
    return try names(in: OwnedDescriptor(adopting: raw))
  }

  private static func names(
    in directory: consuming OwnedDescriptor
  ) throws(SystemError) -> [ByteText] {
    var lister = DirectoryLister()
    var names: [ByteText] = []
    try lister.forEachEntry(of: directory.raw) { name, _ in names.append(ByteText(bytes: name)) }
    return names
  }

  private static func isDots(_ name: Span<UInt8>) -> Bool {
    name.count <= 2 && name.count > 0 && name[0] == 0x2E && name[name.count - 1] == 0x2E
  }
}

/// What a directory says an entry is; some file systems never say.
package enum EntryType: UInt8, Sendable {
  case unknown, file, directory, link, other

  /// From `d_type` of a directory entry.
  package init(directoryByte byte: UInt8) {
    self =
      switch byte {
      case 0: .unknown
      case 4: .directory
      case 8: .file
      case 10: .link
      default: .other
      }
  }

  /// From the type bits of `st_mode`.
  package init(mode: UInt32) {
    self =
      switch mode & 0o170000 {
      case 0o100000: .file
      case 0o040000: .directory
      case 0o120000: .link
      default: .other
      }
  }
}
