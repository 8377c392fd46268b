import GRDB
package import VmscanModel

/// An open import of mail evidence: mails, cursors and coverage become durable together.
package struct EvidenceImport: ~Copyable {
  private let db: Database
  private var words: Words
  private var numbers: [ByteText: Int64] = [:]
  /// Mails that were not known before.
  package private(set) var added = 0
  /// Mails of which more is known than before.
  package private(set) var changed = 0

  init(_ db: Database) {
    self.db = db
    words = Words(db)
  }

  /// Adds a mail, or merges it with what is known of it; in whatever order logs are read.
  package mutating func add(_ mail: MailRecord) throws {
    let number = try number(of: mail.mailbox)
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO mail (number, \(MailRow.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """)
    try insert.execute(arguments: try MailRow.arguments(mail, number: number, words: &words))
    if db.changesCount > 0 {
      added += 1
    } else {
      try merge(mail, number: number)
    }
  }

  /// Remembers how far a log was read; the bytes are the reader's own.
  package func setCursor(_ cursor: [UInt8], of log: ByteText) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO logCursor (log, cursor) VALUES (?, ?)",
      arguments: [log.data, ByteText(bytes: cursor).data])
  }

  /// Forgets a log that is gone.
  package func removeCursor(of log: ByteText) throws {
    try db.execute(sql: "DELETE FROM logCursor WHERE log = ?", arguments: [log.data])
  }

  /// Adds a stretch of time that a log covers; stretches that meet or overlap become one.
  package func addCoverage(_ coverage: LogCoverage) throws {
    guard coverage.from <= coverage.to else { return }
    let touching = """
      FROM logCoverage WHERE log = ? AND fromTime <= ? AND toTime >= ?
      """
    let arguments: StatementArguments = [
      coverage.log.data, coverage.to.epochSeconds, coverage.from.epochSeconds,
    ]
    let row = try Row.fetchOne(
      db, sql: "SELECT min(fromTime), max(toTime) \(touching)", arguments: arguments)
    let from = row?.optionalTime(at: 0).map { min($0, coverage.from) } ?? coverage.from
    let to = row?.optionalTime(at: 1).map { max($0, coverage.to) } ?? coverage.to
    try db.execute(sql: "DELETE \(touching)", arguments: arguments)
    try db.execute(
      sql: "INSERT INTO logCoverage (log, fromTime, toTime) VALUES (?, ?, ?)",
      arguments: [coverage.log.data, from.epochSeconds, to.epochSeconds])
  }

  private mutating func merge(_ mail: MailRecord, number: Int64) throws {
    let find = try db.cachedStatement(
      sql: """
        SELECT \(MailRow.columns) FROM mail
        WHERE number = ? AND messageID = ? AND source = ? AND logHost = ?
        """)
    let key: StatementArguments = [
      number, mail.messageID.data, mail.source.rawValue, try words.id(of: mail.logHost),
    ]
    guard let row = try Row.fetchOne(find, arguments: key) else {
      throw StoreError.unreadableValue("an e-mail")
    }
    let known = try MailRow.record(row, mailbox: mail.mailbox, words: &words)
    let merged = known.merged(with: mail)
    guard merged != known else { return }
    let replace = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO mail (number, \(MailRow.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try replace.execute(arguments: try MailRow.arguments(merged, number: number, words: &words))
    changed += 1
  }

  private mutating func number(of mailbox: ByteText) throws -> Int64 {
    if let number = numbers[mailbox] { return number }
    let find = try db.cachedStatement(sql: "SELECT id FROM mailNumber WHERE mailbox = ?")
    var number = try Int64.fetchOne(find, arguments: [mailbox.data])
    if number == nil {
      try db.execute(
        sql: "INSERT INTO mailNumber (mailbox) VALUES (?)", arguments: [mailbox.data])
      number = db.lastInsertedRowID
    }
    guard let number else { throw StoreError.unreadableValue("a mailbox number") }
    numbers[mailbox] = number
    return number
  }
}
