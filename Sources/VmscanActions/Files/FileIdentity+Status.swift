import Glibc
import VmscanModel

extension FileIdentity {
  /// The identity that `stat` tells.
  init(_ status: stat) {
    self.init(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim),
      mode: UInt32(status.st_mode), owner: status.st_uid, group: status.st_gid,
      links: UInt32(truncatingIfNeeded: status.st_nlink))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// The same directory entry on the same file system.
  func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && inode == other.inode
  }
}
