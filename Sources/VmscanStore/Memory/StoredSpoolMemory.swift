import GRDB
package import VmscanModel

/// What scans of one spool and configuration remember, kept in the history's database.
///
/// Has a connection of its own, so that it does not wait for readers of the history, and leaves the
/// syncing of its rows to the write-ahead log: what is lost in a power cut is only read again.
package struct StoredSpoolMemory: SpoolMemory {
  private let path: String
  private let database: DatabaseQueue
  private let site: Int64

  init(path: String, database: DatabaseQueue, site: Int64) {
    self.path = path
    self.database = database
    self.site = site
  }

  package func recall(
    after previous: MailboxID?, through last: MailboxID?
  ) throws -> [RememberedMailbox] {
    try StoreError.translated(path) {
      // One statement sees one state of the database.
      try database.unsafeRead { db in
        let statement = try RawStatement(
          """
          SELECT context, mailbox, content FROM mailboxMemory
          WHERE site = ? AND (context, mailbox) > (?, ?)
            \(last == nil ? "" : "AND (context, mailbox) <= (?, ?)")
          ORDER BY context, mailbox
          """, in: db)
        // No directory has an empty name, so everything lies behind it.
        let bounds = [previous ?? MailboxID(context: "", mailbox: ""), last].compactMap { $0 }
          .flatMap { [RawStatement.Value.bytes($0.context.bytes), .bytes($0.mailbox.bytes)] }
        var found: [RememberedMailbox] = []
        try statement.forEachRow([.number(site)] + bounds) { row in
          let id = MailboxID(
            context: ByteText(bytes: row.bytes(at: 0)), mailbox: ByteText(bytes: row.bytes(at: 1)))
          found.append(RememberedMailbox(id: id, content: row.bytes(at: 2)))
        }
        return found
      }
    }
  }

  package func remember(_ mailboxes: [RememberedMailbox]) throws {
    try write { db in
      let statement = try RawStatement(
        """
        INSERT INTO mailboxMemory (site, context, mailbox, content) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET content = excluded.content
        """, in: db)
      for mailbox in mailboxes {
        try statement.execute(
          .number(site), .bytes(mailbox.id.context.bytes), .bytes(mailbox.id.mailbox.bytes),
          .bytes(mailbox.content))
      }
    }
  }

  package func forget(_ mailboxes: [MailboxID]) throws {
    try write { db in
      let statement = try db.cachedStatement(
        sql: "DELETE FROM mailboxMemory WHERE site = ? AND context = ? AND mailbox = ?")
      for id in mailboxes {
        try statement.execute(arguments: [site, id.context.data, id.mailbox.data])
      }
    }
  }

  private func write(_ body: (Database) throws -> Void) throws {
    try StoreError.translated(path) { try database.write(body) }
  }
}

extension HistoryStore {
  /// Opens what scans of a site remember; `nil` for a history without a file.
  ///
  /// - Throws: `StoreError`.
  package func spoolMemory(of key: SiteKey) throws -> StoredSpoolMemory? {
    guard !path.isEmpty else { return nil }
    let site = try write { try StoredSite.id(of: key, in: $0) }
    return try StoreError.translated(path) {
      let queue = try DatabaseQueue(
        path: path, configuration: Self.configuration(path: path, waiting: 5))
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      return StoredSpoolMemory(path: path, database: queue, site: site)
    }
  }
}
