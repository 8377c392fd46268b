import GRDB
import VmscanModel

/// Recipients that mailboxes got after they were first seen.
enum AddedRecipients {
  /// By mailbox and lower-cased address, the clock of the run that first saw it there.
  ///
  /// Recipients of the oldest run that is kept cannot be told from those that were always there.
  static func read(site: Int64, in db: Database) throws -> [MailboxID: [ByteText: Timestamp]] {
    let rows = try RawStatement(
      """
      SELECT key, value, since FROM fact
      WHERE site = ? AND kind = ? AND fromRun > (SELECT min(id) FROM run WHERE site = ?)
      """, in: db)
    var added: [MailboxID: [ByteText: Timestamp]] = [:]
    try rows.forEachRow([
      .number(site), .number(Int64(FactKind.recipients.rawValue)), .number(site),
    ]) { row in
      let times = try RecipientFactsMerge.times(row.bytes(at: 2))
      var first: [ByteText: Timestamp] = [:]
      for (recipient, time) in zip(try RecipientFacts.unpack(row.bytes(at: 1)), times)
      where recipient.channel != .effective {
        let address = recipient.address.lowercased
        first[address] = min(time, first[address] ?? time)
      }
      added[try FactKey.mailbox(from: row.bytes(at: 0))] = first
    }
    return added
  }
}
