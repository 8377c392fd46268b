import GRDB
import VmscanModel

/// One e-mail as table `mail` of schema 1 kept it.
enum MailRow {
  private static let columns = """
    messageID, source, logHost, host, origin, accepted, uncertainty, messageNumber, pid, queueID,
    size, hasAudio, exitStatus, expectedRecipients, recipients
    """

  /// Packs every row into chunks and drops the table.
  static func moveIntoChunks(_ db: Database) throws {
    var words = Words(db)
    var buffer = MailBuffer()
    var number: Int64?
    func write() throws {
      guard let number else { return }
      for mails in buffer.grouped() {
        try MailChunk.insert(db, mails.mails, of: buffer, number: number)
      }
      buffer.clear()
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT \(columns), mailbox, number FROM mail JOIN mailNumber ON mailNumber.id = number
        ORDER BY number
        """)
    while let row = try rows.next() {
      if number != row[16] {
        try write()
        number = row[16]
      }
      try buffer.add(try record(row, words: &words), of: "", words: &words)
    }
    try write()
    try db.execute(sql: "DROP TABLE mail")
  }

  private static func record(_ row: Row, words: inout Words) throws -> MailRecord {
    guard let source = MailRecord.Source(rawValue: row[1]) else {
      throw StoreError.unreadableValue("the source of an e-mail")
    }
    return MailRecord(
      source: source, origin: try words.text(row[4]), logHost: try words.text(row[2]),
      queueID: try row.text(at: 9), messageID: try row.text(at: 0), messageNumber: row[7],
      mailbox: try row.text(at: 15), pid: row[8], host: try words.text(row[3]),
      accepted: row.time(at: 5), size: row[10], hasAudio: row[11],
      recipients: try recipients(try row.bytes(at: 14)), exitStatus: row[12],
      expectedRecipients: row[13], uncertainty: row[6])
  }

  private static func recipients(_ bytes: [UInt8]) throws -> [MailRecipient] {
    var unpacker = Unpacker(bytes, of: "the recipients of an e-mail")
    return try unpacker.list { unpacker in
      MailRecipient(
        address: try unpacker.text(), originalAddress: try unpacker.optional { try $0.text() },
        status: try unpacker.choice(), time: try unpacker.time(), detail: try unpacker.text())
    }
  }
}
