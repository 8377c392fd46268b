import Crypto
import VmscanModel
import VmscanSystem

/// A row in quarantine, for finding it in its table and for bringing it back.
struct KeptRow {
  let entry: QuarantineEntry
  let row: QuarantinedRow

  /// `nil` for a message that was files.
  init?(_ entry: QuarantineEntry) {
    guard let row = entry.message.row else { return nil }
    self.entry = entry
    self.row = row
  }

  /// Bytes of the recording.
  private var length: Int64 {
    entry.message.files.filter { !$0.isEnvelope }.reduce(0) { $0 + $1.identity.size }
  }

  /// The number of the row in its folder; `nil` when it is not there.
  ///
  /// Columns that the table has lost or gained since do not count, the recording does.
  func find(in table: RowTable, dir: ByteText) throws -> Int32? {
    let columns = table.shape.columns
    let known = columns.indices.filter { row.values[columns[$0].name] != nil }
    for found in try table.rows(of: dir)
    where found.length == length
      && known.allSatisfy({ found.values[$0] == row.values[columns[$0].name] })
    {
      if try table.digest(ofRow: found.number, in: dir) == row.digest { return found.number }
    }
    return nil
  }

  /// Whether both files are in quarantine with their sizes.
  func isWhole(in quarantine: Quarantine) throws -> Bool {
    guard let directory = try quarantine.open(entry.place) else { return false }
    return try entry.message.files.allSatisfy { file in
      let name = file.name(number: entry.message.number)
      let found = try quarantine.files.identityIfPresent(of: name, in: directory)
      return found?.isRegularFile ?? false && found?.size == file.identity.size
    }
  }

  /// Inserts the row with its recording, compared with what was removed before it is committed.
  ///
  /// - Throws: `FolderRefusal` when the recording in quarantine is not what was removed.
  func insert(
    into table: RowTable, as number: Int32, dir: ByteText, from quarantine: Quarantine
  ) throws {
    guard let directory = try quarantine.open(entry.place),
      let audio = entry.message.files.first(where: { !$0.isEnvelope })
    else { throw FolderRefusal.folderVanished }
    try table.insert(row.values, as: number, in: dir)
    let file = try quarantine.files.openForReading(
      audio.name(number: entry.message.number), in: directory)
    while true {
      let bytes = try quarantine.files.read(file, limit: 1 << 18)
      if bytes.isEmpty { break }
      try table.lengthen(number, in: dir, by: bytes)
    }
    guard try table.digest(ofRow: number, in: dir) == row.digest else {
      throw FolderRefusal.unreadable("its recording is not the one that was removed")
    }
  }
}
