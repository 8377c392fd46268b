import VmscanModel

extension PurgePlanner {
  /// Plans the folders of a mailbox whose messages are rows of a table.
  ///
  /// A row goes only when its recording is in it, when it can be distinguished from every other row of its
  /// folder, and when the folder's directory, in which Asterisk locks, is on this machine.
  func planRows(
    _ mailbox: SpoolMailbox, removals: [Folder: [Removal]], coverageProblem: Sentence?
  ) -> [Result] {
    removals.sorted { $0.key < $1.key }.map { folder, list in
      let read = mailbox.folders.first { $0.folder == folder }
      let records = mailbox.messages.filter { $0.folder == folder }
      let refusal =
        coverageProblem.map { FolderRefusal.incompleteCoverage($0) }
        ?? read.flatMap { self.refusal(of: $0, in: mailbox, records) } ?? nil
      if read == nil || refusal != nil {
        let left = PlanExclusion(
          mailbox: mailbox.id, folder: folder, messages: list.count,
          reason: (refusal ?? .folderVanished).sentence)
        return Result(
          folder: nil, exclusions: [left], isLockedOut: refusal?.isLockedOut ?? false)
      }
      return plan(list, of: records, in: mailbox, folder, read?.identity ?? mailbox.identity)
    }
  }

  private func refusal(
    of folder: SpoolFolder, in mailbox: SpoolMailbox, _ records: [MessageRecord]
  ) -> FolderRefusal? {
    if mailbox.hasSpellingVariants {
      return .unreadable(
        "another mailbox's name differs by case only, and the database may take both for one")
    }
    guard folder.identity.inode != 0 else {
      return .unreadable("its directory, in which Asterisk locks, is not on this machine")
    }
    if let owner = expectedOwner, folder.identity.owner != owner {
      return .ownerMismatch(owner: folder.identity.owner, expected: owner)
    }
    if records.contains(where: { $0.problems.contains(.ambiguousNumber) }) {
      return .unreadable("a number stands for two messages")
    }
    let lock = FolderSnapshot(
      folder, of: SpoolMailbox(id: mailbox.id, identity: folder.identity), now: now)
    return PurgeGuards.staleLock(folder: lock, mode: lockMode, now: now)
  }

  private func plan(
    _ removals: [Removal], of records: [MessageRecord], in mailbox: SpoolMailbox,
    _ folder: Folder, _ directory: FileIdentity
  ) -> Result {
    let files = records.map { record in
      PlannedFile(
        row: mailbox.string(record.messageID), origtime: record.origtime,
        duration: record.duration, length: record.bytes)
    }
    let counts = Dictionary(files.map { ($0, 1) }, uniquingKeysWith: +)
    let places = Dictionary(
      records.indices.map { (records[$0].number, $0) }, uniquingKeysWith: { first, _ in first })
    var messages: [PlannedMessage] = []
    var exclusions: [PlanExclusion] = []
    for removal in removals.sorted(by: { $0.message.number < $1.message.number }) {
      let message = removal.message
      guard let place = places[message.number] else { continue }
      if let reason = Self.doubt(records[place], twins: counts[files[place]] ?? 1) {
        exclusions.append(
          PlanExclusion(
            mailbox: mailbox.id, folder: folder, number: message.number, reason: reason))
        continue
      }
      messages.append(
        PlannedMessage(
          number: message.number, messageID: message.messageID, origtime: message.origtime,
          duration: message.duration, grade: message.grade, reason: removal.reason.text.unmasked,
          files: [files[place]]))
    }
    guard !messages.isEmpty else { return Result(folder: nil, exclusions: exclusions) }
    return Result(
      folder: PlannedFolder(
        mailbox: mailbox.id, folder: folder, device: directory.device, inode: directory.inode,
        existing: records.count, messages: messages), exclusions: exclusions)
  }

  private static func doubt(_ record: MessageRecord, twins: Int) -> Sentence? {
    if record.marks.contains(.audioOnDisk) {
      return "its recording is a file (odbc_audio_on_disk), which is not removed with its row"
    }
    if !record.marks.contains(.hasAudio) || record.bytes == 0 {
      return "its recording is not in its row, so that it could not be brought back"
    }
    if record.messageID.length == 0, record.origtime == nil {
      return "neither a msg_id nor a time sets it apart from another"
    }
    return twins > 1 ? "\(twins) rows of the folder say the same" : nil
  }
}
