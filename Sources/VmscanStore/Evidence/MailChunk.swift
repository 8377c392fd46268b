import FoundationEssentials
import GRDB
import VmscanModel

/// Mails of one mailbox number as table `mailChunk` keeps them, one after the other.
struct MailChunk {
  /// Chunks are no longer than this, so that a late word about one mail rewrites little.
  static let longest = 16 << 10
  /// What fits on one page beside its overhead: to write less costs the same.
  static let page = 4000

  var id: Int64
  var packed: [UInt8]

  /// Unpacks the mails; `word` finds the text behind a number.
  func mails(
    of mailbox: ByteText, word: (Int64) throws -> ByteText
  ) throws -> [MailRecord] {
    var unpacker = Unpacker(packed, of: "e-mails")
    var mails: [MailRecord] = []
    while !unpacker.isAtEnd {
      let end = try unpacker.lengthAhead()
      mails.append(try MailRecord(from: &unpacker, mailbox: mailbox, word: word))
      try unpacker.skip(to: end)
    }
    return mails
  }

  /// The chunks of a number whose time meets `from...to`.
  static func chunks(
    _ db: Database, of number: Int64, from: Int64 = .min, to: Int64 = .max
  ) throws -> [MailChunk] {
    let find = try db.cachedStatement(
      sql: """
        SELECT id, packed FROM mailChunk WHERE number = ? AND toTime >= ? AND fromTime <= ?
        ORDER BY toTime
        """)
    let rows = try Row.fetchCursor(find, arguments: [number, from, to])
    var chunks: [MailChunk] = []
    while let row = try rows.next() {
      chunks.append(MailChunk(id: row[0], packed: try row.bytes(at: 1)))
    }
    return chunks
  }

  /// Writes mails in order of time, in as many chunks as it takes.
  ///
  /// - Returns: Bytes of the last chunk.
  @discardableResult
  static func insert(
    _ db: Database, _ mails: [MailBuffer.Entry], of buffer: MailBuffer, number: Int64
  ) throws -> Int {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO mailChunk (number, fromTime, toTime, mails, packed) VALUES (?, ?, ?, ?, ?)
        """)
    var packed = Data()
    var start = 0
    for (place, mail) in mails.enumerated() {
      packed.append(contentsOf: buffer.bytes(of: mail))
      let isLast = place == mails.count - 1
      guard isLast || packed.count + mails[place + 1].bytes.count > longest else { continue }
      try insert.execute(arguments: [
        number, mails[start].accepted, mail.accepted, place + 1 - start, packed,
      ])
      if !isLast { packed.removeAll(keepingCapacity: true) }
      start = place + 1
    }
    return packed.count
  }

  static func remove(_ db: Database, _ chunks: [MailChunk]) throws {
    let delete = try db.cachedStatement(sql: "DELETE FROM mailChunk WHERE id = ?")
    for chunk in chunks { try delete.execute(arguments: [chunk.id]) }
  }
}
