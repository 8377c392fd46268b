import Foundation
import Testing

/// Scan, purge, restore and holds on each kind of file system that this machine can mount.
struct FileSystemKindTests {
  static let kinds = [
    "ext4", "xfs", "btrfs", "vfat", "overlay", "overlay-two", "sshfs", "unionfs", "mergerfs",
    "bindfs", "rclone", "fusefat", "exfat", "ntfs-3g", "ntfs-case",
  ]

  private func line(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> String {
    let done = try Program.run(
      Program.root.appending(path: "scripts/filesystems").path, words,
      environment: ["VMSCAN": Program.vmscan].merging(environment) { $1 })
    let line = try #require(
      done.lines.last { !$0.isEmpty }.map(String.init), "\(done.output)\(done.errors)")
    if line.contains("skipped") { try Test.cancel(Comment(rawValue: line)) }
    #expect(done.status == 0 && line.contains(" ok, "), "\(done.output)\(done.errors)")
    return line
  }

  @Test(
    .serialized, .enabled(if: geteuid() == 0, "not root: nothing can be mounted"), arguments: kinds)
  func `nothing is lost, missed or left behind`(kind: String) throws {
    let line = try line(kind)
    #expect(line.hasPrefix(kind))
  }

  /// Callers, owners and killed purges at once.
  @Test(
    .serialized, .enabled(if: geteuid() == 0, "not root: nothing can be mounted"),
    arguments: ["ext4", "xfs", "btrfs", "overlay", "sshfs", "mergerfs"])
  func `purges that are killed lose nothing while callers and owners go on`(kind: String) throws {
    let line = try line("--torture", kind)
    #expect(line.contains("left, "), "\(line)")
  }

  /// Where a purge has folders for all its threads.
  @Test(
    .enabled(if: geteuid() == 0, "not root: nothing can be mounted"),
    arguments: ["ext4", "overlay"])
  func `purges of many mailboxes lose nothing`(kind: String) throws {
    let line = try line("--torture", kind, environment: ["BOXES": "150", "ROUNDS": "12"])
    #expect(line.contains("left, "), "\(line)")
  }
}
