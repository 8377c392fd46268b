import GRDB
package import VmscanModel
import VmscanSystem

/// An open import of mail evidence: mails, cursors and coverage become durable together.
package struct EvidenceImport: ~Copyable {
  private let db: Database
  private var words: Words
  private var numbers: MailNumbers
  private var buffer = MailBuffer(isLarge: true)
  /// Places of the numbers that have a waiting mail.
  private var waiting: [Int] = []
  /// Mails that were not known before, as far as they are written.
  package private(set) var added = 0
  /// Mails of which more is known than before, as far as they are written.
  package private(set) var changed = 0

  init(_ db: Database) {
    self.db = db
    words = Words(db)
    numbers = MailNumbers(db)
  }

  /// Adds a mail, or merges it with what is known of it; in whatever order logs are read.
  package mutating func add(_ mail: MailRecord) throws {
    let place = try numbers.place(of: mail.mailbox)
    let previous = numbers.known[place].waiting
    if previous < 0 { waiting.append(place) }
    numbers.known[place].waiting = Int32(buffer.entries.count)
    try buffer.append(mail, after: previous, words: &words)
    if buffer.isFull { try flush() }
  }

  /// Writes the mails that wait; happens by itself in the end.
  package mutating func flush() throws {
    for place in waiting {
      var number = numbers.known[place]
      try write(buffer.group(from: number.waiting), to: &number)
      number.waiting = -1
      numbers.known[place] = number
    }
    waiting.removeAll(keepingCapacity: true)
    buffer.clear()
    numbers.forgetIfMany()
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

  /// Writes a number's mails behind its chunks, or merges them with the chunks they meet.
  private mutating func write(
    _ mails: [MailBuffer.Entry], to number: inout MailNumbers.Number
  ) throws {
    guard let first = mails.first?.accepted, let last = mails.last?.accepted else { return }
    guard number.reach < first, !Self.hasRepeats(mails) else {
      return try merge(mails, from: first, to: last, number: &number)
    }
    let size = mails.reduce(0) { $0 + $1.bytes.count }
    // A handful of mails joins the chunk before: years of nights must not leave a chunk for each.
    if number.tail.bytes > 0, size < MailChunk.page / 4, size + number.tail.bytes <= MailChunk.page
    {
      try MailChunk.append(db, mails, of: buffer, to: number.tail.id)
      number.tail.bytes += size
    } else {
      number.tail = try MailChunk.insert(db, mails, of: buffer, number: number.id)
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
    _ mails: [MailBuffer.Entry], from: Int64, to: Int64, number: inout MailNumbers.Number
  ) throws {
    let old = try MailChunk.chunks(db, of: number.id, from: from, to: to)
    var merge = MailMerge()
    for chunk in old { merge.addKnown(try records(chunk, number.mailbox)) }
    for mail in mails {
      let one = MailChunk(id: 0, packed: Array(buffer.bytes(of: mail)))
      for record in try records(one, number.mailbox) { merge.add(record) }
    }
    guard merge.added + merge.changed > 0 else { return }
    added += merge.added
    changed += merge.changed
    try MailChunk.remove(db, old)
    var whole = MailBuffer()
    for mail in MailKey.ordered(merge.mails) {
      try whole.append(mail, after: -1, words: &words)
    }
    let tail = try MailChunk.insert(db, whole.entries, of: whole, number: number.id)
    guard let last = whole.entries.last?.accepted, last >= number.reach else { return }
    (number.reach, number.tail) = (last, tail)
  }

  private mutating func records(
    _ chunk: MailChunk, _ mailbox: ByteText
  ) throws -> [MailRecord] {
    try chunk.mails(of: mailbox) { try words.text($0) }
  }
}
