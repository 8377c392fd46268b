import GRDB
import VmscanModel

/// What history knows of the use of mailboxes, so that a purge makes none used or unused.
enum PastUse {
  /// The newest message or sign of the owner that a run saw, by mailbox; what lies in the future of
  /// the latest run is a wrong clock.
  static func read(
    site: Int64, upTo latest: Timestamp, in db: Database
  ) throws -> [MailboxID: Timestamp] {
    var uses: [MailboxID: Timestamp] = [:]
    try RawStatement(
      """
      SELECT context, mailbox.mailbox, max(max(
        CASE WHEN newest_message <= ?2 THEN newest_message ELSE 0 END,
        CASE WHEN owner_activity <= ?2 THEN owner_activity ELSE 0 END)) AS used
      FROM mailbox_count JOIN mailbox ON mailbox.id = mailbox_count.mailbox
      WHERE mailbox_count.current IN (0, 1) AND mailbox_count.site = ?1
      GROUP BY mailbox_count.mailbox HAVING used > 0
      """, in: db
    ).forEachRow([.number(site), .number(latest.epochSeconds)]) { row in
      uses[MailboxID(context: row.text(at: 0), mailbox: row.text(at: 1))] = Timestamp(
        row.number(at: 2))
    }
    return uses
  }

  /// The stretches of time in which a purge or a restore changed the spool.
  static func actions(in db: Database) throws -> [ClosedRange<Timestamp>] {
    var actions: [ClosedRange<Timestamp>] = []
    try RawStatement(
      """
      SELECT first.time, last.time
      FROM (SELECT min(sequence) AS begun, max(sequence) AS ended FROM action GROUP BY run)
      JOIN action AS first ON first.sequence = begun
      JOIN action AS last ON last.sequence = ended
      WHERE first.kind IN ('purge', 'restore', 'recover', 'remoteRemove')
        AND last.time >= first.time
      """, in: db
    ).forEachRow([]) { row in
      actions.append(Timestamp(row.number(at: 0))...Timestamp(row.number(at: 1)))
    }
    return actions
  }
}
