import GRDB
package import VmscanModel
import VmscanSystem

/// An import of mail evidence that goes on while a log is read.
///
/// Mails are gathered in memory and written a few megabytes at a time: each time in a transaction of
/// its own, so that the database is not locked all the while a log is read, and on a thread of its
/// own, so that reading goes on. Cursors and coverage become
/// durable with the last mails: a cursor never runs ahead of them, and mails that are read twice
/// are merged.
package struct EvidenceImport: ~Copyable {
  private let store: HistoryStore
  private var words: WordBook
  private let writer: MailWriter
  private var buffer = MailBuffer(isLarge: true)
  private var hosts = MailHosts()
  private var cursors: [(log: ByteText, cursor: [UInt8]?)] = []
  private var coverage: [LogCoverage] = []
  private var holes: [(log: ByteText, times: ClosedRange<Timestamp>)] = []
  /// Mails that were not known before, as far as they are written.
  package var added: Int { writer.added }
  /// Mails about which more is known than before, as far as they are written.
  package var changed: Int { writer.changed }

  init(_ store: HistoryStore) {
    self.store = store
    words = WordBook(store: store)
    writer = MailWriter(store: store)
  }

  /// Adds a mail, or merges it with what is known of it; in whatever order logs are read.
  package mutating func add(_ mail: MailRecord) throws {
    let number = mail.mailbox.isEmpty ? MailKey.number(of: mail) : mail.mailbox
    try buffer.add(mail, of: number, words: &words)
    hosts.note(mail)
    if hosts.isFull {
      let known = hosts.taken()
      try store.write { try MailHosts.add(known, in: $0) }
    }
    if buffer.isFull { try writer.begin(&buffer) }
  }

  /// Writes the mails that wait; happens by itself in the end.
  package mutating func flush() throws {
    try writer.begin(&buffer)
    try writer.wait()
  }

  /// Waits until nothing is written any more; what waits in memory is not written.
  func abandon() { writer.finish() }

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

  /// Takes a stretch of time out of what a log covers, also where earlier imports added it.
  package mutating func addHole(_ times: ClosedRange<Timestamp>, of log: ByteText) {
    holes.append((log, times))
  }

  /// Writes what waits, in one transaction.
  mutating func finish() throws {
    defer { writer.finish() }
    let hosts = hosts.taken()
    guard
      !buffer.isEmpty || !hosts.isEmpty || !cursors.isEmpty || !coverage.isEmpty || !holes.isEmpty
    else { return try writer.wait() }
    try writer.finish(with: buffer) { [coverage, holes, cursors] db in
      try MailHosts.add(hosts, in: db)
      for stretch in coverage { try Self.add(stretch, to: db) }
      for hole in holes { try Self.cut(hole.times, of: hole.log, in: db) }
      for (log, cursor) in cursors { try Self.set(cursor, of: log, in: db) }
    }
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
}

extension EvidenceImport {
  private static func cut(
    _ hole: ClosedRange<Timestamp>, of log: ByteText, in db: Database
  ) throws {
    let arguments: StatementArguments = [
      log.data, hole.lowerBound.epochSeconds, hole.upperBound.epochSeconds,
    ]
    // What lies behind the hole becomes a stretch of its own, then what lies in it goes.
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO logCoverage (log, naming, fromTime, toTime)
        SELECT log, naming, ?3, toTime FROM logCoverage
        WHERE log = ?1 AND fromTime < ?3 AND toTime > ?3 AND ?2 < ?3
        """, arguments: arguments)
    try db.execute(
      sql: "DELETE FROM logCoverage WHERE log = ?1 AND fromTime >= ?2 AND fromTime < ?3",
      arguments: arguments)
    try db.execute(
      sql: """
        UPDATE logCoverage SET toTime = ?2
        WHERE log = ?1 AND fromTime < ?2 AND toTime > ?2 AND ?2 < ?3
        """, arguments: arguments)
  }
}

/// The numbers of shared texts, asked of the database only for new ones.
struct WordBook: WordNumbers {
  let store: HistoryStore
  private var ids: [ByteText: Int64] = [:]
  /// The words asked for last, newest first: mails that follow each other mostly share them.
  ///
  /// Not in a list, which would have to be counted as used for every look.
  private var first = (word: ByteText(""), id: Int64(0))
  private var second = (word: ByteText(""), id: Int64(0))
  private var third = (word: ByteText(""), id: Int64(0))

  init(store: HistoryStore) { self.store = store }

  mutating func id(of word: ByteText) throws -> Int64 {
    if first.id > 0, first.word == word { return first.id }
    if second.id > 0, second.word == word { return second.id }
    if third.id > 0, third.word == word { return third.id }
    let id =
      try ids[word]
      ?? store.write { db in
        var words = Words(db)
        return try words.id(of: word)
      }
    // Hostile logs may name any number of hosts; the cache must not grow with them.
    if ids.count > 50_000 { ids.removeAll() }
    ids[word] = id
    (first, second, third) = ((word, id), first, second)
    return id
  }
}
