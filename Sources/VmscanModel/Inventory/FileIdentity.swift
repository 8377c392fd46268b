/// What distinguishes one file from another that later took its name, from `fstatat` without following.
package struct FileIdentity: Hashable, Sendable, Codable {
  package var device: UInt64
  package var inode: UInt64
  /// Bytes.
  package var size: Int64
  /// Nanoseconds since 1970.
  package var modified: Int64
  /// Nanoseconds since 1970; changes on chmod, link and rename.
  package var changed: Int64
  /// `st_mode`, type bits included.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var links: UInt32

  package init(
    device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64, mode: UInt32,
    owner: UInt32, group: UInt32, links: UInt32
  ) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
    self.mode = mode
    self.owner = owner
    self.group = group
    self.links = links
  }

  package var isRegularFile: Bool { mode & 0o170000 == 0o100000 }
  package var isDirectory: Bool { mode & 0o170000 == 0o040000 }
  package var isSymbolicLink: Bool { mode & 0o170000 == 0o120000 }
  /// Readable by everybody on the machine.
  package var isWorldReadable: Bool { mode & 0o004 != 0 }
  package var isWorldWritable: Bool { mode & 0o002 != 0 }
}
