import GRDB
import VmscanModel

/// Removes the mails accepted before a time.
struct MailPruner {
  private let db: Database
  private let time: Timestamp
  private var words: Words

  init(_ db: Database, before time: Timestamp) {
    self.db = db
    self.time = time
    words = Words(db)
  }

  /// Returns the number of mails removed.
  consuming func run() throws -> Int {
    let whole = "FROM mailChunk WHERE toTime < ?"
    let seconds = time.epochSeconds
    var removed =
      try Int.fetchOne(db, sql: "SELECT coalesce(sum(mails), 0) \(whole)", arguments: [seconds])
      ?? 0
    try db.execute(sql: "DELETE \(whole)", arguments: [seconds])
    let partly = try Row.fetchAll(
      db,
      sql: """
        SELECT mailChunk.id, number, mailbox
        FROM mailChunk JOIN mailNumber ON mailNumber.id = number WHERE fromTime < ?
        """, arguments: [seconds])
    for row in partly {
      removed += try shorten(chunk: row[0], of: row[1], mailbox: try row.text(at: 2))
    }
    return removed
  }

  private mutating func shorten(
    chunk id: Int64, of number: Int64, mailbox: ByteText
  ) throws -> Int {
    let row = try Row.fetchOne(
      db, sql: "SELECT packed FROM mailChunk WHERE id = ?", arguments: [id])
    let chunk = MailChunk(id: id, packed: try row?.bytes(at: 0) ?? [])
    let mails = try chunk.mails(of: mailbox) { try words.text($0) }
    var kept = MailBuffer()
    for mail in MailKey.ordered(mails) where mail.accepted >= time {
      try kept.append(mail, after: -1, words: &words)
    }
    try MailChunk.remove(db, [chunk])
    try MailChunk.insert(db, kept.entries, of: kept, number: number)
    return mails.count - kept.entries.count
  }
}
