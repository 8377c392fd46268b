import GRDB
import VmscanModel

/// Table `mailClaim`: what was seen of the mails of messages that had neighbours.
enum MailClaims {
  static let table = """
    CREATE TABLE mailClaim (
      mailbox BLOB NOT NULL,
      mail BLOB NOT NULL,
      accepted INTEGER NOT NULL,
      origtime INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      PRIMARY KEY (mailbox, mail)
    ) WITHOUT ROWID;
    """

  static func read(_ db: Database) throws -> [ByteText: [MailClaim]] {
    var claims: [ByteText: [MailClaim]] = [:]
    try RawStatement("SELECT mailbox, mail, accepted, origtime, duration FROM mailClaim", in: db)
      .forEachRow([]) { row in
        let claim = MailClaim(
          mailbox: row.text(at: 0), messageID: row.text(at: 1),
          accepted: Timestamp(row.number(at: 2)), origtime: Timestamp(row.number(at: 3)),
          duration: Int32(clamping: row.number(at: 4)))
        claims[claim.mailbox, default: []].append(claim)
      }
    return claims
  }

  /// Keeps what was seen first.
  static func add(_ claims: [MailClaim], in db: Database) throws {
    guard !claims.isEmpty else { return }
    let insertion = try RawStatement(
      """
      INSERT OR IGNORE INTO mailClaim (mailbox, mail, accepted, origtime, duration)
      VALUES (?, ?, ?, ?, ?)
      """, in: db)
    for claim in claims {
      try insertion.execute(
        .bytes(claim.mailbox.bytes), .bytes(claim.messageID.bytes),
        .number(claim.accepted.epochSeconds), .number(claim.origtime.epochSeconds),
        .number(Int64(claim.duration)))
    }
  }
}
