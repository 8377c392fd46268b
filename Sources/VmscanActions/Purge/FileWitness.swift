import VmscanModel
import VmscanSystem

/// Looks into the folders of the spool.
struct FileWitness: RemovalWitness {
  let spool: Descriptor
  let files: any FileOperations

  private var reader: FolderReader { FolderReader(files: files) }

  func number(of message: PlannedMessage, in planned: PlannedFolder) throws -> Int32? {
    FolderBatch.match(try snapshot(planned).snapshot, [message]).keys.first
  }

  func keys(of message: PlannedMessage, in planned: PlannedFolder) throws -> EnvelopeKeys? {
    let (folder, snapshot) = try snapshot(planned)
    guard let number = FolderBatch.match(snapshot, [message]).keys.first,
      let present = snapshot.message(number)
    else { return nil }
    return try reader.envelope(of: present, in: folder).map { EnvelopeKeys($0) }
  }

  func doubt(in planned: PlannedFolder) throws -> FolderRefusal? {
    PurgeGuards.refusal(folder: try snapshot(planned).snapshot, planned: [], expecting: nil)
  }

  func count(of messageID: ByteText, in planned: PlannedFolder) throws -> Int {
    let (folder, snapshot) = try snapshot(planned)
    return try snapshot.messages.count { other in
      let envelope = try reader.envelope(of: other, in: folder) ?? []
      return EnvelopeKeys(envelope).messageIDs.contains(messageID)
    }
  }

  /// Asterisk puts what it moves there on top.
  func isInDeleted(_ message: PlannedMessage, _ mailbox: MailboxID) throws -> Bool {
    do {
      let folder = try reader.open(mailbox, .deleted, spool: spool)
      for other in try reader.snapshot(of: folder).messages.reversed() {
        let envelope = try reader.envelope(of: other, in: folder) ?? []
        if EnvelopeKeys(envelope).messageIDs.contains(message.messageID) { return true }
      }
      return false
    } catch FolderRefusal.folderVanished {
      return false
    }
  }

  func facts(of planned: PlannedFolder) -> [String: String] { [:] }

  private func snapshot(
    _ planned: PlannedFolder
  ) throws -> (folder: Descriptor, snapshot: FolderSnapshot) {
    let folder = try reader.open(planned.mailbox, planned.folder, spool: spool)
    return (folder, try reader.snapshot(of: folder))
  }
}
