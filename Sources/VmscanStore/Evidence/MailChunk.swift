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
    let mailbox = MailKey.address(in: mailbox) == nil ? mailbox : ""
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
  /// - Returns: The last chunk and its bytes.
  @discardableResult
  static func insert(
    _ db: Database, _ mails: ArraySlice<MailBuffer.Entry>, of buffer: MailBuffer, number: Int64
  ) throws -> (id: Int64, bytes: Int) {
    let insert = try RawStatement(
      cached: """
        INSERT INTO mailChunk (number, fromTime, toTime, mails, packed) VALUES (?, ?, ?, ?, ?)
        """, in: db)
    var last = (id: Int64(0), bytes: 0)
    var start = mails.startIndex
    while start < mails.endIndex {
      var (end, size) = (start, 0)
      repeat {
        size += mails[end].bytes.count
        end += 1
      } while end < mails.endIndex && size + mails[end].bytes.count <= longest
      try buffer.withBytes(of: mails[start..<end], count: size) {
        try insert.execute(
          number, mails[start].accepted, mails[end - 1].accepted, Int64(end - start), bytes: $0)
      }
      last = (db.lastInsertedRowID, size)
      start = end
    }
    return last
  }

  /// Adds mails, later than all others, to the last chunk of a number.
  static func append(
    _ db: Database, _ mails: ArraySlice<MailBuffer.Entry>, of buffer: MailBuffer, to id: Int64
  ) throws {
    guard let last = mails.last else { return }
    let find = try RawStatement(cached: "SELECT packed FROM mailChunk WHERE id = ?", in: db)
    var packed: [UInt8] = []
    try find.forEachRow([.number(id)]) { packed = $0.bytes(at: 0) }
    guard !packed.isEmpty else { throw StoreError.unreadableValue("e-mails") }
    for mail in mails { packed += buffer.bytes(of: mail) }
    let update = try RawStatement(
      cached: "UPDATE mailChunk SET toTime = ?2, mails = mails + ?3, packed = ?4 WHERE id = ?1",
      in: db)
    try packed.withUnsafeBytes {
      try update.execute(id, last.accepted, Int64(mails.count), bytes: $0)
    }
  }

  static func remove(_ db: Database, _ chunks: [MailChunk]) throws {
    let delete = try db.cachedStatement(sql: "DELETE FROM mailChunk WHERE id = ?")
    for chunk in chunks { try delete.execute(arguments: [chunk.id]) }
  }
}
