import GRDB
import VmscanModel

/// The rows of a site's mailboxes in table `mailbox`, by name.
struct MailboxIdentities {
  private let db: Database
  private let site: Int64
  private let insertion: RawStatement
  private var ids: [MailboxID: Int64] = [:]

  init(db: Database, site: Int64) throws {
    self.db = db
    self.site = site
    insertion = try RawStatement(
      "INSERT INTO mailbox (site, context, mailbox) VALUES (?, ?, ?)", in: db)
    let rows = try RawStatement("SELECT id, context, mailbox FROM mailbox WHERE site = ?", in: db)
    // Held once for all mailboxes of the context.
    var context: ByteText = ""
    try rows.forEachRow([.number(site)]) { row in
      if row.withBytes(at: 1, { context.bytes.order(to: $0) != 0 }) { context = row.text(at: 1) }
      ids[MailboxID(context: context, mailbox: row.text(at: 2))] = row.number(at: 0)
    }
  }

  /// Finds the row of a mailbox or adds it.
  mutating func id(of mailbox: MailboxID) throws -> Int64 {
    if let id = ids[mailbox] { return id }
    try insertion.execute(.number(site), .text(mailbox.context), .text(mailbox.mailbox))
    let id = db.lastInsertedRowID
    ids[mailbox] = id
    return id
  }

  /// The row of a mailbox; `nil` when history never saw it.
  static func find(_ mailbox: MailboxID, site: Int64, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM mailbox
        WHERE site = ? AND CAST(context AS BLOB) = ? AND CAST(mailbox AS BLOB) = ?
        """, arguments: [site, mailbox.context.data, mailbox.mailbox.data])
  }
}
