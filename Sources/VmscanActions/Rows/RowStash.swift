import Crypto
import VmscanModel
import VmscanSystem

/// Copies rows with their recordings into the quarantine, durable before any of them is removed.
struct RowStash {
  /// A row that is safe in quarantine.
  struct Kept {
    var removal: RowBatch.Removal
    /// Its files there.
    var files: [PlannedFile]
    /// SHA-256 of its recording.
    var digest: String
  }

  let quarantine: Quarantine
  private var files: any FileOperations { quarantine.files }

  /// Copies rows; what cannot be read whole is left out.
  ///
  /// - Throws: `OdbcError` when the database does not answer, `PurgeRefusal` when the quarantine
  ///   cannot be written; nothing of the copies is left then.
  func keep(
    _ removals: [RowBatch.Removal], of planned: PlannedFolder, in dir: ByteText,
    from table: RowTable, place: QuarantinePlace, spool: (path: ByteText, identity: FileIdentity),
    now: Timestamp
  ) throws -> [Kept] {
    do {
      let group = try quarantine.makeGroup(run: place.run, group: place.group)
      let directory = try quarantine.makeDirectory(ByteText("\(place.slot)"), in: group)
      var kept: [Kept] = []
      do {
        for removal in removals {
          do {
            kept.append(try copy(removal, dir, table, to: directory))
          } catch FolderRefusal.folderChanged {
          }
        }
        let manifest = QuarantineManifest(
          place: place, spool: spool.path, spoolIdentity: spool.identity,
          mailbox: planned.mailbox, folder: planned.folder, removed: now,
          messages: kept.map { quarantined($0, table) })
        let file = try quarantine.createFile(QuarantineManifest.fileName, in: group)
        try files.write(try CanonicalJSON.encode(manifest) + [0x0A], to: file)
        let run = try files.openDirectory(ByteText(place.run), in: quarantine.directory)
        try files.sync([file, directory, group, run, quarantine.directory])
      } catch {
        try? files.removeMessages(of: ByteText("\(place.slot)"), in: group)
        try? files.remove(QuarantineManifest.fileName, in: group)
        throw error
      }
      return kept
    } catch let error as SystemError {
      throw PurgeRefusal.quarantineUnusable(quarantine.path, error.description)
    }
  }

  /// Removes the copies of rows that stay in their table.
  func discard(_ kept: [Kept], at place: QuarantinePlace) throws {
    guard let directory = try quarantine.open(place) else { return }
    for one in kept {
      for file in one.files.inMoveOrder {
        do {
          try files.remove(file.name(number: one.removal.row.number), in: directory)
        } catch let error as SystemError where error.isMissing {
        }
      }
    }
  }

  private func copy(
    _ removal: RowBatch.Removal, _ dir: ByteText, _ table: RowTable, to directory: Descriptor
  ) throws -> Kept {
    var (file, suffix): (Descriptor?, String) = (nil, "")
    var hash = SHA256()
    try table.recording(of: removal.row, in: dir) { bytes in
      if file == nil {
        suffix = bytes.starts(with: Array("RIFF".utf8)) ? ".wav" : ".recording"
        file = try create(suffix, removal, in: directory)
      }
      hash.update(data: bytes)
      if let file { try files.write(bytes, to: file) }
    }
    guard let file else { throw FolderRefusal.folderChanged }
    let audio = try finish(file, suffix, removal.row)
    guard audio.identity.size == removal.row.length else { throw FolderRefusal.folderChanged }
    let envelope = try create(".txt", removal, in: directory)
    try files.write(removal.row.envelope, to: envelope)
    return Kept(
      removal: removal, files: [try finish(envelope, ".txt", removal.row), audio].sorted(),
      digest: String(decoding: HexDigits.text(Array(hash.finalize())), as: UTF8.self))
  }

  private func create(
    _ suffix: String, _ removal: RowBatch.Removal, in directory: Descriptor
  ) throws -> Descriptor {
    try quarantine.createFile(
      ByteText(MessageNumber.stem(removal.row.number) + suffix), in: directory)
  }

  private func finish(_ file: Descriptor, _ suffix: String, _ row: TableRow) throws -> PlannedFile {
    try files.sync(file)
    return PlannedFile(suffix: suffix, identity: try files.identity(of: file))
  }

  private func quarantined(_ kept: Kept, _ table: RowTable) -> QuarantinedMessage {
    let (message, row) = (kept.removal.message, kept.removal.row)
    var values: [String: ByteText] = [:]
    for (column, value) in zip(table.shape.columns, row.values) { values[column.name] = value }
    return QuarantinedMessage(
      number: row.number, messageID: row.messageID, origtime: row.origtime,
      duration: row.duration, grade: message.grade, reason: message.reason, files: kept.files,
      envelope: ByteText(bytes: row.envelope),
      row: QuarantinedRow(table: table.place, values: values, digest: kept.digest))
  }
}
