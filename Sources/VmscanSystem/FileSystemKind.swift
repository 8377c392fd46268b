import CLinuxShims
import Glibc
package import VmscanModel

/// The kind of a file system by `statfs`, and what it can be trusted to keep.
package struct FileSystemKind: Sendable, Hashable {
  /// `f_type`, such as 0xEF53 for ext4 (linux/magic.h).
  package var magic: UInt32

  package init(magic: UInt32) { self.magic = magic }

  /// Of an open file; `nil` when the system does not say.
  package init?(of descriptor: Descriptor) {
    magic = clinux_file_system_kind(descriptor.raw)
    guard magic != 0 else { return nil }
  }

  /// `nil` when the system does not say.
  package init?(of path: ByteText) {
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    let descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.init(of: Descriptor(descriptor))
  }

  /// This kernel itself sets a directory's times at every change in it, by its own clock.
  ///
  /// Not so where a server or a program does (NFS, cifs, 9p, sshfs, mergerfs, rclone …): its clock
  /// may be behind and whole seconds long, its answers may be old, some never change a directory's
  /// time. Nor on the file systems of DOS, which know two seconds.
  package var keepsDirectoryTimes: Bool { Self.own[magic] != nil }

  package var isOverlay: Bool { magic == 0x794C_7630 }

  /// A file has the inode number it had when it was first seen, also after the kernel forgot it.
  ///
  /// Not so on the file systems of DOS, whose driver numbers what it loads, and where a program (sshfs
  /// numbers what it is asked for) or a server (cifs with `noserverino`) may do likewise (`iunique` in the
  /// kernel's fs/fat and fs/exfat, `noforget` of libfuse, mount.cifs(8)).
  package var keepsInodes: Bool { !Self.numbering.contains(magic) }

  private static let numbering: Set<UInt32> = [
    0x6573_5546, 0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x4D44, 0x2011_BAB0,
  ]

  /// Its name, or its number when it is a rare one.
  package var name: String {
    Self.own[magic] ?? Self.others[magic] ?? "of kind 0x" + String(magic, radix: 16)
  }

  private static let own: [UInt32: String] = [
    0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs",
    0x8584_58F6: "ramfs", 0xF2F5_2010: "f2fs", 0x2FC1_2FC1: "zfs", 0xCA45_1A4E: "bcachefs",
    0x3153_464A: "jfs", 0x5265_4973: "reiserfs", 0x794C_7630: "overlayfs", 0x3434: "nilfs",
  ]

  private static let others: [UInt32: String] = [
    0x6573_5546: "FUSE", 0x6969: "NFS", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb3",
    0x517B: "smb", 0x0102_1997: "9p", 0x00C3_6400: "ceph", 0x4D44: "vfat", 0x2011_BAB0: "exfat",
    0x7366_746E: "ntfs3", 0x5346_544E: "ntfs", 0x0116_1970: "gfs2", 0x7461_636F: "ocfs2",
    0x0BD0_0BD0: "lustre", 0x5346_414F: "afs",
  ]
}
