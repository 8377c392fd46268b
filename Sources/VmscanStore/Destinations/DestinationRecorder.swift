import GRDB
import VmscanModel

/// Keeps per mailbox since when it has had an address and attached the audio.
struct DestinationRecorder {
  let db: Database
  let site: Int64

  /// Brings the table up to date with a run that has its number.
  ///
  /// A mailbox whose configuration may not have been read keeps what was known before.
  func record(_ report: ScanReport) throws {
    var known = try DestinationRow.all(site: site, in: db)
    let statement = try RawStatement(Self.insertion, in: db)
    let now = report.run.now
    for mailbox in report.mailboxes {
      let before = known.removeValue(forKey: mailbox.id)
      guard mailbox.isConfigured || report.coverage.isComplete else { continue }
      let after = DestinationRow(mailbox, after: before, now: now)
      if after != before { try put(mailbox.id, after, statement) }
    }
    guard report.coverage.isComplete, let previous = report.run.previous else { return }
    let earlier = try Int64.fetchOne(
      db, sql: "SELECT now FROM run WHERE id = ?", arguments: [previous])
    for (id, var row) in known where row.lastSeen == nil {
      row.lastSeen = earlier.map { Timestamp($0) } ?? now
      row.addressSince = nil
      row.audioSince = nil
      try put(id, row, statement)
    }
  }

  private static let insertion = """
    INSERT OR REPLACE INTO destination (site, context, mailbox, firstSeen, addressSince,
      audioSince, lastSeen, addresses)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """

  private func put(_ id: MailboxID, _ row: DestinationRow, _ statement: RawStatement) throws {
    try statement.execute(
      .number(site), .bytes(id.context.bytes), .bytes(id.mailbox.bytes),
      .number(row.firstSeen.epochSeconds), .optional(row.addressSince?.epochSeconds),
      .optional(row.audioSince?.epochSeconds), .optional(row.lastSeen?.epochSeconds),
      .bytes(row.packedAddresses))
  }
}

/// What table `destination` knows of a mailbox.
struct DestinationRow: Equatable {
  var firstSeen: Timestamp
  var addressSince: Timestamp?
  var audioSince: Timestamp?
  /// Clock of the last run that saw the mailbox; `nil` when that is the latest run.
  var lastSeen: Timestamp?
  /// Mail and pager addresses, lower-cased, sorted.
  var addresses: [ByteText]

  /// A stretch goes on when it was not broken; a mailbox that comes back starts anew.
  init(_ mailbox: MailboxReport, after before: DestinationRow?, now: Timestamp) {
    firstSeen = before?.firstSeen ?? now
    let hasAddress = mailbox.recipients.contains { $0.channel == .email }
    addressSince = hasAddress ? before?.addressSince ?? now : nil
    audioSince = mailbox.attach ? before?.audioSince ?? now : nil
    let configured = mailbox.recipients.filter { $0.channel != .effective }
    addresses = Set(configured.map(\.address.lowercased)).sorted()
  }

  var packedAddresses: [UInt8] {
    var packer = Packer()
    packer.put(list: addresses) { $0.put($1) }
    return packer.bytes
  }

  static func all(site: Int64, in db: Database) throws -> [MailboxID: DestinationRow] {
    var rows: [MailboxID: DestinationRow] = [:]
    let cursor = try Row.fetchCursor(
      db,
      sql: """
        SELECT context, mailbox, firstSeen, addressSince, audioSince, lastSeen, addresses
        FROM destination WHERE site = ?
        """, arguments: [site])
    while let row = try cursor.next() {
      let id = MailboxID(context: try row.text(at: 0), mailbox: try row.text(at: 1))
      rows[id] = try DestinationRow(row)
    }
    return rows
  }

  private init(_ row: Row) throws {
    firstSeen = row.time(at: 2)
    addressSince = row.optionalTime(at: 3)
    audioSince = row.optionalTime(at: 4)
    lastSeen = row.optionalTime(at: 5)
    var unpacker = Unpacker(try row.bytes(at: 6), of: "the addresses of a mailbox")
    addresses = try unpacker.list { try $0.text() }
  }
}
