import Foundation
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem

@testable import VmscanCommands

/// Whose a message of a quarantine is that several spools share.
struct SpoolFilterTests {
  private func entry(of spool: String, _ directory: FileIdentity) -> QuarantineEntry {
    QuarantineEntry(
      place: QuarantinePlace(run: "1800000000-1", group: 1, slot: 1), spool: ByteText(spool),
      spoolDevice: directory.device, spoolInode: directory.inode,
      mailbox: MailboxID(context: "default", mailbox: "1001"), folder: .inbox,
      removed: Timestamp(1_800_000_000),
      message: QuarantinedMessage(
        number: 0, messageID: "m", origtime: nil, duration: nil, grade: .none, reason: "",
        files: [], envelope: ""))
  }

  @Test(arguments: [(UInt32(0xEF53), true), (0x6573_5546, false), (0x4D44, false)])
  func `a spool that was moved is known by its directory only where that keeps its number`(
    _ magic: UInt32, _ isKnown: Bool
  ) throws {
    let spool = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID())")
    try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: spool) }
    let files = PosixFileOperations()
    let identity = try files.identity(of: files.openDirectory(ByteText(spool.path), in: nil))
    var filter = SpoolFilter(ByteText(spool.path), kind: FileSystemKind(magic: magic))
    let byPath = filter.covers(entry(of: spool.path, identity))
    let byDirectory = filter.covers(entry(of: "/nowhere/voicemail", identity))
    #expect(byPath)
    #expect(byDirectory == isKnown)
  }
}
