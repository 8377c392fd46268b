import VmscanActions
import VmscanModel
import VmscanSystem

/// Whether a message in quarantine was removed from one spool, whatever path led there then and leads
/// there now.
struct SpoolFilter {
  private let spool: ByteText
  /// `nil` where it cannot be known again: another spool may have these numbers after the next mount.
  private let identity: FileIdentity?
  private var known: [ByteText: Bool] = [:]

  /// `kind`: of the file system that holds the spool; `nil` asks for it.
  init(_ spool: ByteText, kind: FileSystemKind? = nil) {
    self.spool = spool.canonicalPath
    let files = PosixFileOperations()
    let directory = try? files.openDirectory(self.spool, in: nil)
    let kind = kind ?? directory.flatMap { files.fileSystem(of: $0) }
    identity =
      kind?.keepsInodes == true ? directory.flatMap { try? files.identity(of: $0) } : nil
    known[spool] = true
  }

  mutating func covers(_ entry: QuarantineEntry) -> Bool {
    // A tree that was moved or is mounted elsewhere keeps its directory.
    if let identity, entry.spoolDevice == identity.device, entry.spoolInode == identity.inode {
      return true
    }
    if let answer = known[entry.spool] { return answer }
    let answer = entry.spool.canonicalPath == spool
    known[entry.spool] = answer
    return answer
  }
}
