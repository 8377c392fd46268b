import GRDB
package import VmscanModel
import VmscanSystem

/// An import of mail evidence that goes on while a log is read.
///
/// Mails are gathered in memory and written a few megabytes at a time, each time in a transaction of
/// its own, so that the database is not locked while a log is read. Cursors and coverage become
/// durable with the last mails: a cursor never runs ahead of them, and mails that are read twice
/// are merged.
package struct EvidenceImport: ~Copyable {
  private let store: HistoryStore
  private var words: WordBook
  private var numbers = MailNumbers()
  private var buffer = MailBuffer(isLarge: true)
  /// Places of the numbers that have a waiting mail.
  private var waiting: [Int] = []
  private var cursors: [(log: ByteText, cursor: [UInt8]?)] = []
  private var coverage: [LogCoverage] = []
  /// Mails that were not known before, as far as they are written.
  package private(set) var added = 0
  /// Mails about which more is known than before, as far as they are written.
  package private(set) var changed = 0

  init(_ store: HistoryStore) {
    self.store = store
    words = WordBook(store: store)
  }

  /// Adds a mail, or merges it with what is known of it; in whatever order logs are read.
  package mutating func add(_ mail: MailRecord) throws {
    let place = numbers.place(of: mail.mailbox.isEmpty ? MailKey.number(of: mail) : mail.mailbox)
    let previous = numbers[place].waiting
    if previous < 0 { waiting.append(place) }
    numbers[place].waiting = Int32(buffer.entries.count)
    try buffer.append(mail, after: previous, words: &words)
    if buffer.isFull { try flush() }
  }

  /// Writes the mails that wait; happens by itself in the end.
  package mutating func flush() throws {
    guard !waiting.isEmpty else { return }
    let store = store
    try store.write { try write($0) }
  }

  /// Remembers how far a log was read; the bytes are the reader's own.
  package mutating func setCursor(_ cursor: [UInt8], of log: ByteText) {
    cursors.append((log, cursor))
  }

  /// Forgets a log that is gone.
  package mutating func removeCursor(of log: ByteText) { cursors.append((log, nil)) }

  /// Adds a stretch of time that a log covers; stretches that meet or overlap become one.
  package mutating func addCoverage(_ stretch: LogCoverage) {
    if stretch.from <= stretch.to { coverage.append(stretch) }
  }

  /// Writes what waits, in one transaction.
  mutating func finish() throws {
    guard !waiting.isEmpty || !cursors.isEmpty || !coverage.isEmpty else { return }
    let store = store
    try store.write { db in
      try write(db)
      for stretch in coverage { try Self.add(stretch, to: db) }
      for (log, cursor) in cursors { try Self.set(cursor, of: log, in: db) }
    }
    cursors = []
    coverage = []
  }

  private static func set(_ cursor: [UInt8]?, of log: ByteText, in db: Database) throws {
    guard let cursor else {
      return try db.execute(sql: "DELETE FROM logCursor WHERE log = ?", arguments: [log.data])
    }
    try db.execute(
      sql: "INSERT OR REPLACE INTO logCursor (log, cursor) VALUES (?, ?)",
      arguments: [log.data, ByteText(bytes: cursor).data])
  }

  private static func add(_ coverage: LogCoverage, to db: Database) throws {
    let touching = """
      FROM logCoverage WHERE log = ? AND naming = ? AND fromTime <= ? AND toTime >= ?
      """
    let arguments: StatementArguments = [
      coverage.log.data, coverage.naming.rawValue, coverage.to.epochSeconds,
      coverage.from.epochSeconds,
    ]
    let row = try Row.fetchOne(
      db, sql: "SELECT min(fromTime), max(toTime) \(touching)", arguments: arguments)
    let from = row?.optionalTime(at: 0).map { min($0, coverage.from) } ?? coverage.from
    let to = row?.optionalTime(at: 1).map { max($0, coverage.to) } ?? coverage.to
    try db.execute(sql: "DELETE \(touching)", arguments: arguments)
    try db.execute(
      sql: "INSERT INTO logCoverage (log, naming, fromTime, toTime) VALUES (?, ?, ?, ?)",
      arguments: [
        coverage.log.data, coverage.naming.rawValue, from.epochSeconds, to.epochSeconds,
      ])
  }

  // MARK: - Mails

  mutating func write(_ db: Database) throws {
    try numbers.refresh(db)
    for place in waiting {
      var number = try numbers.loaded(place, db)
      try write(buffer.group(from: number.waiting), to: &number, db)
      number.waiting = -1
      numbers[place] = number
    }
    waiting.removeAll(keepingCapacity: true)
    buffer.clear()
    numbers.forgetIfMany()
  }

  /// Writes a number's mails behind its chunks, or merges them with the chunks they meet.
  private mutating func write(
    _ mails: [MailBuffer.Entry], to number: inout MailNumbers.Number, _ db: Database
  ) throws {
    guard let first = mails.first?.accepted, let last = mails.last?.accepted,
      let id = number.id
    else { return }
    guard number.reach < first, !Self.hasRepeats(mails) else {
      return try merge(mails, from: first, to: last, number: &number, db)
    }
    let size = mails.reduce(0) { $0 + $1.bytes.count }
    // A handful of mails joins the chunk before: years of nights must not leave a chunk for each.
    if number.tail.bytes > 0, size < MailChunk.page / 4, size + number.tail.bytes <= MailChunk.page
    {
      try MailChunk.append(db, mails, of: buffer, to: number.tail.id)
      number.tail.bytes += size
    } else {
      number.tail = try MailChunk.insert(db, mails, of: buffer, number: id)
    }
    number.reach = last
    added += mails.count
  }

  private static func hasRepeats(_ mails: [MailBuffer.Entry]) -> Bool {
    guard mails.count > 1 else { return false }
    let digests = mails.map(\.digest).sorted()
    return zip(digests, digests.dropFirst()).contains { $0 == $1 }
  }

  private mutating func merge(
    _ mails: [MailBuffer.Entry], from: Int64, to: Int64, number: inout MailNumbers.Number,
    _ db: Database
  ) throws {
    guard let id = number.id else { return }
    let old = try MailChunk.chunks(db, of: id, from: from, to: to)
    var texts = Words(db)
    var merge = MailMerge()
    for chunk in old { merge.addKnown(try chunk.mails(of: number.mailbox) { try texts.text($0) }) }
    for mail in mails {
      let one = MailChunk(id: 0, packed: Array(buffer.bytes(of: mail)))
      for record in try one.mails(of: number.mailbox, word: { try texts.text($0) }) {
        merge.add(record)
      }
    }
    guard merge.added + merge.changed > 0 else { return }
    added += merge.added
    changed += merge.changed
    try MailChunk.remove(db, old)
    var whole = MailBuffer()
    for mail in MailKey.ordered(merge.mails) {
      try whole.append(mail, after: -1, words: &texts)
    }
    let tail = try MailChunk.insert(db, whole.entries, of: whole, number: id)
    guard let last = whole.entries.last?.accepted, last >= number.reach else { return }
    (number.reach, number.tail) = (last, tail)
  }
}

/// The numbers of shared texts, asked of the database only for new ones.
struct WordBook: WordNumbers {
  let store: HistoryStore
  private var ids: [ByteText: Int64] = [:]
  /// The words asked for last: mails that follow each other mostly share them.
  private var recent: [(word: ByteText, id: Int64)] = []
  private static let mostRecent = 4

  init(store: HistoryStore) { self.store = store }

  mutating func id(of word: ByteText) throws -> Int64 {
    for known in recent where known.word == word { return known.id }
    let id =
      try ids[word]
      ?? store.write { db in
        var words = Words(db)
        return try words.id(of: word)
      }
    // Hostile logs may name any number of hosts; the cache must not grow with them.
    if ids.count > 50_000 { ids.removeAll() }
    ids[word] = id
    if recent.count == Self.mostRecent { recent.removeFirst() }
    recent.append((word, id))
    return id
  }
}
