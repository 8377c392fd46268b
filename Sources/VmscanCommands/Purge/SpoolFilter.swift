import VmscanActions
import VmscanModel
import VmscanSystem

/// Tells whether a message in quarantine was removed from one spool, whatever path led there then
/// and leads there now.
struct SpoolFilter {
  private let spool: ByteText
  private let identity: FileIdentity?
  private var known: [ByteText: Bool] = [:]

  init(_ spool: ByteText) {
    self.spool = spool.canonicalPath
    let files = PosixFileOperations()
    identity = try? files.identity(of: files.openDirectory(self.spool, in: nil))
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
