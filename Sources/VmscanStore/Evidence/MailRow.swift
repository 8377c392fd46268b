import GRDB
import VmscanModel

/// One e-mail as table `mail` keeps it.
enum MailRow {
  static let columns = """
    messageID, source, logHost, host, origin, accepted, uncertainty, messageNumber, pid, queueID,
    size, hasAudio, exitStatus, expectedRecipients, recipients
    """

  static func record(_ row: Row, mailbox: ByteText, words: inout Words) throws -> MailRecord {
    guard let source = MailRecord.Source(rawValue: row[1]) else {
      throw StoreError.unreadableValue("the source of an e-mail")
    }
    return MailRecord(
      source: source, origin: try words.text(row[4]), logHost: try words.text(row[2]),
      queueID: try row.text(at: 9), messageID: try row.text(at: 0), messageNumber: row[7],
      mailbox: mailbox, pid: row[8], host: try words.text(row[3]), accepted: row.time(at: 5),
      size: row[10], hasAudio: row[11], recipients: try recipients(try row.bytes(at: 14)),
      exitStatus: row[12], expectedRecipients: row[13], uncertainty: row[6])
  }

  /// Values for `number` and `columns`.
  static func arguments(
    _ mail: MailRecord, number: Int64, words: inout Words
  ) throws -> StatementArguments {
    [
      number, mail.messageID.data, mail.source.rawValue, try words.id(of: mail.logHost),
      try words.id(of: mail.host), try words.id(of: mail.origin), mail.accepted.epochSeconds,
      mail.uncertainty, mail.messageNumber, mail.pid, mail.queueID.data, mail.size,
      mail.hasAudio, mail.exitStatus, mail.expectedRecipients,
      ByteText(bytes: packed(mail.recipients)).data,
    ]
  }

  private static func packed(_ recipients: [MailRecipient]) -> [UInt8] {
    var packer = Packer()
    packer.put(list: recipients) { packer, recipient in
      packer.put(recipient.address)
      packer.put(optional: recipient.originalAddress) { $0.put($1) }
      packer.put(recipient.status)
      packer.put(recipient.time)
      packer.put(recipient.detail)
    }
    return packer.bytes
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
