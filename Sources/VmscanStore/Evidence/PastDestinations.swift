import GRDB
import VmscanModel

/// What mailboxes had before their present destinations: a mail is known to be a mailbox's by what it
/// had at the mail's time, whatever its line says since.
struct PastDestinations {
  private var byMailbox: [MailboxID: [PastDestination]] = [:]

  /// Reads what every site knew, because a moved spool or configuration is a new site.
  static func read(_ db: Database) throws -> PastDestinations {
    var past = PastDestinations()
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT context, mailbox, until, attach, addresses FROM pastDestination ORDER BY until")
    while let row = try rows.next() {
      let id = MailboxID(context: try row.text(at: 0), mailbox: try row.text(at: 1))
      var unpacker = Unpacker(try row.bytes(at: 4), of: "the addresses a mailbox had")
      let addresses = try unpacker.list { try $0.text() }
      let pagers = unpacker.isAtEnd ? [] : try unpacker.list { try $0.text() }
      past.byMailbox[id, default: []].append(
        PastDestination(
          addresses: addresses.filter { !pagers.contains($0) }, attach: row[3],
          seen: unpacker.isAtEnd ? nil : try unpacker.time(), until: row.time(at: 2)))
    }
    return past
  }

  func known(of id: MailboxID) -> [PastDestination] { byMailbox[id] ?? [] }

  /// Mailboxes with a past.
  var mailboxes: some Sequence<MailboxID> { byMailbox.keys }

  /// Keeps what a mailbox had until a run saw otherwise; `seen` is when the run before that saw it.
  static func add(
    _ row: DestinationRow, of id: MailboxID, seen: Timestamp?, until: Timestamp, site: Int64,
    in db: Database
  ) throws {
    var packed = row.packed(isWhole: seen != nil)
    if let seen { packed.put(seen.epochSeconds) }
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO pastDestination (context, mailbox, until, site, attach, addresses)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      id.context.data, id.mailbox.data, until.epochSeconds, site, row.audioSince != nil,
      ByteText(bytes: packed.bytes).data,
    ])
  }
}

extension DestinationRow {
  /// Whether a mailbox has what it had, whenever it got it.
  func isAsBefore(_ other: DestinationRow) -> Bool {
    addresses == other.addresses && (audioSince == nil) == (other.audioSince == nil)
  }
}
