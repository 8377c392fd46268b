import GRDB
package import VmscanModel

extension HistoryStore {
  /// Every recipient a mailbox was seen to have, by first sight, as far as runs are kept.
  ///
  /// - Parameters:
  ///   - mailbox: Spelled as reported.
  ///   - site: Row of the site that is asked about; `nil` for that of the latest run.
  /// - Returns: One entry per address and channel, addresses compared without case.
  /// - Throws: `StoreError`.
  package func recipientHistory(
    of mailbox: MailboxID, site: Int64? = nil
  ) throws -> [RecipientHistory] {
    try read { db in
      guard let row = try RunRow.find(nil, site: site, in: db) else { return [] }
      let key = ByteText(bytes: FactKey.mailbox(mailbox)).data
      let sql = """
        SELECT * FROM (SELECT value, since, NULL AS untilRun,
          (SELECT now FROM run WHERE site = fact.site ORDER BY id DESC LIMIT 1)
        FROM fact WHERE site = :site AND kind = :kind AND key = :key
        UNION ALL
        SELECT value, since, untilRun,
          (SELECT now FROM run WHERE site = pastFact.site AND id < untilRun
            ORDER BY id DESC LIMIT 1)
        FROM pastFact WHERE site = :site AND kind = :kind AND key = :key)
        ORDER BY untilRun IS NOT NULL, untilRun DESC
        """
      let rows = try Row.fetchAll(
        db, sql: sql,
        arguments: ["site": row.site, "kind": FactKind.recipients.rawValue, "key": key])
      return try Self.merged(rows, mailbox)
    }
  }

  /// Newest rows first, so that the first sight of an address tells its present state.
  private static func merged(_ rows: [Row], _ mailbox: MailboxID) throws -> [RecipientHistory] {
    var entries: [RecipientHistory] = []
    for row in rows {
      let recipients = try RecipientFacts.unpack(try row.bytes(at: 0))
      let times = try RecipientFactsMerge.times(try row.bytes(at: 1))
      let isCurrent = row.hasNull(atIndex: 2)
      for (recipient, first) in zip(recipients, times) {
        let known = entries.firstIndex {
          $0.recipient.channel == recipient.channel
            && $0.recipient.address.lowercased == recipient.address.lowercased
        }
        if let known {
          entries[known].firstSeen = min(entries[known].firstSeen, first)
        } else {
          let last = row.optionalTime(at: 3) ?? first
          entries.append(
            RecipientHistory(
              mailbox: mailbox, recipient: recipient, firstSeen: first, lastSeen: last,
              isCurrent: isCurrent))
        }
      }
    }
    return entries.sorted {
      ($0.firstSeen, $0.recipient.address) < ($1.firstSeen, $1.recipient.address)
    }
  }
}
