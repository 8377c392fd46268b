import GRDB
import VmscanModel

/// A row of table `action` as it stands there.
struct JournalRow {
  var record: ActionRecord
  /// The stored text of `record.detail`, which the digest covers.
  var detail: String
  var previous: [UInt8]
  var digest: [UInt8]

  static let columns = """
    action.sequence, action.time, action.run, action.phase, action.kind, action.actor,
    action.host, action.command, action.subject, action.detail, action.previous, action.digest
    """

  /// - Throws: `StoreError.unreadableValue`.
  init(_ row: Row) throws {
    let name: String = row[3]
    guard let phase = ActionRecord.Phase(rawValue: name) else {
      throw StoreError.unreadableValue("the phase of a journal record")
    }
    detail = row[9]
    previous = try row.bytes(at: 10)
    digest = try row.bytes(at: 11)
    record = ActionRecord(
      sequence: row[0], time: row.time(at: 1), run: row[2], phase: phase, kind: row[4],
      actor: row[5], host: row[6], command: row[7], subject: row[8],
      detail: try JournalDetail.values(detail))
  }
}
