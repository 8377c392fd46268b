import GRDB
import VmscanModel

/// Removes mails: those accepted before a time, or those of one log.
struct MailPruner {
  private let db: Database
  private var words: Words

  init(_ db: Database) {
    self.db = db
    words = Words(db)
  }

  /// Returns the number of mails accepted before a time, which are removed.
  consuming func run(before time: Timestamp) throws -> Int {
    let whole = "FROM mailChunk WHERE toTime < ?"
    let seconds = time.epochSeconds
    let removed =
      try Int.fetchOne(db, sql: "SELECT coalesce(sum(mails), 0) \(whole)", arguments: [seconds])
      ?? 0
    try db.execute(sql: "DELETE \(whole)", arguments: [seconds])
    return removed
      + (try shorten(where: "fromTime < ?", [seconds]) { $0.accepted < time })
  }

  /// Removes the mails that fit, wherever they lie; returns their number.
  @discardableResult
  consuming func remove(_ isUnwanted: (MailRecord) -> Bool) throws -> Int {
    try shorten(where: "TRUE", [], isUnwanted)
  }

  private mutating func shorten(
    where condition: String, _ arguments: StatementArguments,
    _ isUnwanted: (MailRecord) -> Bool
  ) throws -> Int {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT mailChunk.id, number, mailbox
        FROM mailChunk JOIN mailNumber ON mailNumber.id = number WHERE \(condition)
        """, arguments: arguments)
    var removed = 0
    for row in rows {
      removed += try shorten(
        chunk: row[0], of: row[1], mailbox: try row.text(at: 2), isUnwanted)
    }
    return removed
  }

  private mutating func shorten(
    chunk id: Int64, of number: Int64, mailbox: ByteText, _ isUnwanted: (MailRecord) -> Bool
  ) throws -> Int {
    let row = try Row.fetchOne(
      db, sql: "SELECT packed FROM mailChunk WHERE id = ?", arguments: [id])
    let chunk = MailChunk(id: id, packed: try row?.bytes(at: 0) ?? [])
    let mails = try chunk.mails(of: mailbox) { try words.text($0) }
    let wanted = MailKey.ordered(mails).filter { !isUnwanted($0) }
    guard wanted.count < mails.count else { return 0 }
    var kept = MailBuffer()
    for mail in wanted { try kept.add(mail, of: mailbox, words: &words) }
    try MailChunk.remove(db, [chunk])
    if !kept.isEmpty { try MailChunk.insert(db, kept.entries[...], of: kept, number: number) }
    return mails.count - wanted.count
  }
}
