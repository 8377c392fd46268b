import GRDB
import VmscanModel

/// Brings the states of a site's mailboxes up to date with a run, writing only what changed.
///
/// Stored rows and mailboxes are walked side by side in the order of their numbers, some mailboxes at
/// a time, so that memory holds neither all rows nor all changes.
struct MailboxStates {
  private let db: Database
  private let site: Int64
  private let run: Int64
  private let now: Timestamp
  private let writers: [StateWriter]
  private let pastRecipients: RawStatement
  private static let batch = 1024

  init(db: Database, site: Int64, run: Int64, now: Timestamp) throws {
    self.db = db
    self.site = site
    self.run = run
    self.now = now
    writers = try StateTable.all.map { try StateWriter($0, db: db, site: site, run: run) }
    pastRecipients = try RawStatement(
      """
      SELECT address, first_seen FROM recipient
      WHERE current = 0 AND site = ?1 AND mailbox = ?2 AND until_run =
        (SELECT max(until_run) FROM recipient WHERE current = 0 AND site = ?1 AND mailbox = ?2)
      """, in: db)
  }

  private enum Change {
    case close(table: Int, part: StateRow.Value, mailbox: Int64)
    case add(table: Int, StateRow, mailbox: Int64)
  }

  /// Records mailboxes that are sorted by name, each once.
  ///
  /// - Throws: `StoreError.ambiguousReport` when one is there twice: one of them would be lost.
  func record(_ mailboxes: MailboxList, _ identities: inout MailboxIdentities) throws {
    var order: [(id: Int64, place: Int)] = []
    order.reserveCapacity(mailboxes.count)
    for place in mailboxes.indices {
      order.append((try identities.id(of: mailboxes.id(at: place)), place))
    }
    order.sort { $0.id < $1.id }
    for (left, right) in zip(order, order.dropFirst()) where left.id == right.id {
      throw StoreError.ambiguousReport("'\(mailboxes.id(at: right.place))'")
    }
    var at = 0
    var after: Int64 = 0
    repeat {
      let end = min(at + Self.batch, order.count)
      let last = end == order.count ? Int64.max : order[end - 1].id
      try apply(try changes(of: mailboxes, order[at..<end], from: after + 1, through: last))
      (at, after) = (end, last)
    } while at < order.count
  }

  private func changes(
    of mailboxes: MailboxList, _ order: ArraySlice<(id: Int64, place: Int)>, from: Int64,
    through: Int64
  ) throws -> [Change] {
    var cursors = try StateTable.all.map {
      try StateCursor($0, in: db, site: site, from: from, through: through)
    }
    var changes: [Change] = []
    for (id, place) in order {
      let states = mailboxes[place].states
      for table in cursors.indices {
        try cursors[table].closeRows(before: id) {
          changes.append(.close(table: table, part: $0, mailbox: $1))
        }
        try compare(states[table], of: id, &cursors[table], table, &changes)
      }
    }
    for table in cursors.indices {
      try cursors[table].closeRows(before: nil) {
        changes.append(.close(table: table, part: $0, mailbox: $1))
      }
      cursors[table].finish()
    }
    return changes
  }

  private func compare(
    _ rows: [StateRow], of id: Int64, _ cursor: inout StateCursor, _ table: Int,
    _ changes: inout [Change]
  ) throws {
    let isRecipients = StateTable.all[table].name == StateTable.recipient.name
    var fresh: [StateRow] = []
    var known: [ByteText: Int64] = [:]
    var at = 0
    while cursor.mailbox == id {
      if isRecipients {
        let address = cursor.row.text(at: cursor.firstColumn).lowercased
        let first = cursor.row.number(at: cursor.firstColumn + 4)
        known[address] = min(first, known[address] ?? first)
      }
      while at < rows.count, cursor.order(of: rows[at].part) < 0 {
        fresh.append(rows[at])
        at += 1
      }
      if at < rows.count, cursor.order(of: rows[at].part) == 0 {
        if !cursor.holds(rows[at].values) {
          changes.append(.close(table: table, part: rows[at].part, mailbox: id))
          fresh.append(rows[at])
        }
        at += 1
      } else {
        changes.append(.close(table: table, part: cursor.part, mailbox: id))
      }
      try cursor.advance()
    }
    fresh += rows[at...]
    if isRecipients, !fresh.isEmpty {
      if known.isEmpty { known = try pastRecipients(of: id) }
      for index in fresh.indices {
        guard case .text(let address?) = fresh[index].values[0] else { continue }
        fresh[index].values.append(.number(known[address.lowercased] ?? now.epochSeconds))
      }
    }
    for row in fresh { changes.append(.add(table: table, row, mailbox: id)) }
  }

  /// Since when the addresses were known that a mailbox had before it had none.
  private func pastRecipients(of mailbox: Int64) throws -> [ByteText: Int64] {
    var known: [ByteText: Int64] = [:]
    try pastRecipients.forEachRow([.number(site), .number(mailbox)]) { row in
      let (address, first) = (row.text(at: 0).lowercased, row.number(at: 1))
      known[address] = min(first, known[address] ?? first)
    }
    return known
  }

  private func apply(_ changes: [Change]) throws {
    // A row takes the place of the one it follows, so that is closed first.
    for case .close(let table, let part, let mailbox) in changes {
      try writers[table].close(part, of: mailbox)
    }
    for case .add(let table, let row, let mailbox) in changes {
      try writers[table].add(row, of: mailbox)
    }
  }
}

/// The rows that hold now of one table, mailbox by mailbox.
struct StateCursor {
  private let statement: RawStatement
  private let hasPart: Bool
  private let compared: Int
  let firstColumn: Int32
  let row: RawRow
  /// The mailbox of the row it stands on; `nil` behind the last.
  private(set) var mailbox: Int64?

  init(
    _ table: StateTable, in db: Database, site: Int64, from: Int64, through: Int64
  ) throws {
    let order = ["mailbox"] + [table.part].compactMap(\.self)
    statement = try RawStatement(
      """
      SELECT \(table.selected) FROM \(table.name)
      WHERE current = 1 AND site = ? AND mailbox BETWEEN ? AND ?
      ORDER BY \(order.joined(separator: ", "))
      """, in: db)
    row = try statement.begin([.number(site), .number(from), .number(through)])
    hasPart = table.part != nil
    compared = table.compared
    firstColumn = table.firstColumn
    try advance()
  }

  mutating func advance() throws { mailbox = try statement.step() ? row.number(at: 0) : nil }

  func finish() { statement.end() }

  /// Negative when the part comes before that of the row.
  func order(of part: StateRow.Value) -> Int {
    switch part {
    case .number(let number) where hasPart:
      let stored = row.number(at: 1)
      return number < stored ? -1 : number == stored ? 0 : 1
    case .word(let word):
      return row.withBytes(at: 1) { Array(word.utf8).order(to: $0) }
    default: return 0
    }
  }

  func holds(_ values: [StateRow.Value]) -> Bool {
    for place in 0..<compared
    where !row.holds(values[place], at: firstColumn + Int32(place)) { return false }
    return true
  }

  /// The part of the row it stands on.
  var part: StateRow.Value {
    guard hasPart else { return .number(0) }
    return row.isText(at: 1) ? .word(row.string(at: 1)) : .number(row.number(at: 1))
  }

  /// Hands over the rows of mailboxes before one, or all that are left.
  mutating func closeRows(
    before id: Int64?, _ body: (StateRow.Value, Int64) throws -> Void
  ) throws {
    while let mailbox, id.map({ mailbox < $0 }) ?? true {
      try body(part, mailbox)
      try advance()
    }
  }
}
