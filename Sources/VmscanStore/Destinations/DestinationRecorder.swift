import GRDB
import VmscanModel

/// Keeps per mailbox since when it has had an address and attached the audio.
struct DestinationRecorder {
  let db: Database
  let site: Int64

  /// Brings the table up to date with a run that has its number.
  ///
  /// Rows and mailboxes are walked in the same order, so memory holds only what changes. A mailbox
  /// whose configuration may not have been read keeps what was known before.
  func record(_ report: ScanReport) throws {
    let changes = try changes(report)
    let latest = try clock(of: report.run.previous)
    let statement = try RawStatement(Self.insertion, in: db)
    for change in changes {
      switch change {
      case .seen(let index, let before):
        let mailbox = report.mailboxes[index]
        let row = DestinationRow(mailbox, after: before, now: report.run.now)
        if let before, before.lastSeen == nil, !row.isAsBefore(before) {
          try PastDestinations.add(
            before, of: mailbox.id, seen: latest, until: report.run.now, site: site, in: db)
        }
        try put(mailbox.id, row, statement)
      case .gone(let id, let before, let row):
        try PastDestinations.add(
          before, of: id, seen: latest, until: report.run.now, site: site, in: db)
        try put(id, row, statement)
      }
    }
  }

  /// Stores rows as they are.
  func put(_ rows: [MailboxID: DestinationRow]) throws {
    let statement = try RawStatement(Self.insertion, in: db)
    for (id, row) in rows { try put(id, row, statement) }
  }

  private enum Change {
    /// Place of a mailbox whose row is new or another; in a first run that is every one.
    case seen(Int, before: DestinationRow?)
    case gone(MailboxID, before: DestinationRow, DestinationRow)
  }

  private func changes(_ report: ScanReport) throws -> [Change] {
    let ended = try endOfMissing(report)
    let mailboxes = report.mailboxes
    var changes: [Change] = []
    var at = 0
    func pass(after before: DestinationRow?) {
      defer { at += 1 }
      let mailbox = mailboxes[at]
      guard mailbox.isConfigured || report.coverage.isComplete else { return }
      if DestinationRow(mailbox, after: before, now: report.run.now) != before {
        changes.append(.seen(at, before: before))
      }
    }
    try DestinationRow.forEach(site: site, in: db) { id, row in
      while at < mailboxes.count {
        let next = mailboxes.id(at: at)
        if next == id { return pass(after: row) }
        guard next < id else { break }
        pass(after: nil)
      }
      if let ended, row.lastSeen == nil {
        changes.append(.gone(id, before: row, row.ending(at: ended)))
      }
    }
    while at < mailboxes.count { pass(after: nil) }
    return changes
  }

  /// When a mailbox the run does not have was seen last; `nil` when it may only not have been read.
  private func endOfMissing(_ report: ScanReport) throws -> Timestamp? {
    guard report.coverage.isComplete, let previous = report.run.previous else { return nil }
    return try clock(of: previous) ?? report.run.now
  }

  private func clock(of run: Int64?) throws -> Timestamp? {
    try Int64.fetchOne(db, sql: "SELECT now FROM run WHERE id = ?", arguments: [run])
      .map { Timestamp($0) }
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
  /// Those that only pages go to; empty in rows of older releases.
  var pagers: [ByteText]

  var mailAddresses: [ByteText] {
    pagers.isEmpty ? addresses : addresses.filter { !pagers.contains($0) }
  }

  /// A stretch goes on when it was not broken; a mailbox that comes back starts anew.
  init(_ mailbox: MailboxReport, after before: DestinationRow?, now: Timestamp) {
    firstSeen = before?.firstSeen ?? now
    let hasAddress = mailbox.recipients.contains { $0.channel == .email }
    addressSince = hasAddress ? before?.addressSince ?? now : nil
    audioSince = mailbox.attach ? before?.audioSince ?? now : nil
    let configured = mailbox.recipients.filter { $0.channel != .effective }
      .map(\.address.lowercased)
    addresses = configured.count < 2 ? configured : Set(configured).sorted()
    let paged = mailbox.recipients.filter { $0.channel == .pager }.map(\.address.lowercased)
    let mailed =
      paged.isEmpty
      ? [] : mailbox.recipients.filter { $0.channel == .email }.map(\.address.lowercased)
    pagers = paged.filter { !mailed.contains($0) }
  }

  /// A mailbox that is gone, seen last at a time.
  func ending(at lastSeen: Timestamp) -> DestinationRow {
    var row = self
    row.lastSeen = lastSeen
    row.addressSince = nil
    row.audioSince = nil
    return row
  }

  var packedAddresses: [UInt8] {
    packed(isWhole: false).bytes
  }

  /// The addresses, and the pagers among them where there are any or more follows.
  func packed(isWhole: Bool) -> Packer {
    var packer = Packer()
    packer.put(list: addresses) { $0.put($1) }
    if isWhole || !pagers.isEmpty { packer.put(list: pagers) { $0.put($1) } }
    return packer
  }

  /// Calls the body for every mailbox of a site in the order of the identifiers.
  static func forEach(
    site: Int64, in db: Database, _ body: (MailboxID, DestinationRow) throws -> Void
  ) throws {
    let rows = try RawStatement(
      """
      SELECT context, mailbox, firstSeen, addressSince, audioSince, lastSeen, addresses
      FROM destination WHERE site = ? ORDER BY context, mailbox
      """, in: db)
    // Held once for all mailboxes of the context.
    var context: ByteText = ""
    try rows.forEachRow([.number(site)]) { row in
      if row.withBytes(at: 0, { context.bytes.order(to: $0) != 0 }) {
        context = ByteText(bytes: row.bytes(at: 0))
      }
      let id = MailboxID(context: context, mailbox: ByteText(bytes: row.bytes(at: 1)))
      try body(id, try DestinationRow(row))
    }
  }

  private init(_ row: RawRow) throws {
    firstSeen = Timestamp(row.number(at: 2))
    addressSince = row.optionalNumber(at: 3).map { Timestamp($0) }
    audioSince = row.optionalNumber(at: 4).map { Timestamp($0) }
    lastSeen = row.optionalNumber(at: 5).map { Timestamp($0) }
    var unpacker = Unpacker(row.bytes(at: 6), of: "the addresses of a mailbox")
    addresses = try unpacker.list { try $0.text() }
    pagers = unpacker.isAtEnd ? [] : try unpacker.list { try $0.text() }
  }
}
