import GRDB
import VmscanModel

/// Recipients that mailboxes got after they were first seen.
enum AddedRecipients {
  /// By mailbox and lower-cased address, the clock of the run that first saw it there.
  ///
  /// Recipients of the oldest run that is kept cannot be distinguished from those that were always there.
  static func read(site: Int64, in db: Database) throws -> [MailboxID: [ByteText: Timestamp]] {
    let rows = try RawStatement(
      """
      SELECT mailbox.context, mailbox.mailbox, address, first_seen
      FROM recipient JOIN mailbox ON mailbox.id = recipient.mailbox
      WHERE current = 1 AND recipient.site = ?1 AND channel != 'effective'
        AND from_run > (SELECT min(id) FROM run WHERE site = ?1)
      """, in: db)
    var added: [MailboxID: [ByteText: Timestamp]] = [:]
    try rows.forEachRow([.number(site)]) { row in
      let mailbox = MailboxID(context: row.text(at: 0), mailbox: row.text(at: 1))
      let (address, time) = (row.text(at: 2).lowercased, Timestamp(row.number(at: 3)))
      added[mailbox, default: [:]][address] = min(time, added[mailbox]?[address] ?? time)
    }
    return added
  }
}
