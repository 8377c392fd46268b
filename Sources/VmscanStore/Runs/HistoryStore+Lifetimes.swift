import GRDB
package import VmscanModel

extension HistoryStore {
  /// Every stretch in which a finding was open, oldest first, as far as runs are kept; of one site
  /// or of all.
  package func findingLifetimes(site: Int64? = nil) throws -> [FindingLifetime] {
    try read { db in
      var reader = try FindingReader(db)
      var lifetimes: [FindingLifetime] = []
      let rows = try RawStatement(
        """
        SELECT \(FindingReader.columns), (SELECT now FROM run WHERE run.id = until_run)
        FROM finding
        WHERE (?1 IS NULL OR site = ?1) AND (current = 1 OR ending = 'gone'
          AND until_run IN (SELECT id FROM run))
        """, in: db)
      try rows.forEachRow([.optional(site)]) { row in
        lifetimes.append(
          FindingLifetime(
            finding: try reader.finding(row).0, opened: Timestamp(row.number(at: 13)),
            solved: row.optionalNumber(at: 16).map { Timestamp($0) }))
      }
      return lifetimes.sorted {
        ($0.opened, $0.finding.fingerprint) < ($1.opened, $1.finding.fingerprint)
      }
    }
  }

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
      guard let run = try RunRow.find(nil, site: site, in: db),
        let id = try MailboxIdentities.find(mailbox, site: run.site, in: db)
      else { return [] }
      let rows = try RawStatement(
        """
        SELECT \(StateTable.recipient.selected), current, coalesce((SELECT now FROM run
          WHERE run.site = recipient.site AND run.id < coalesce(until_run, 9223372036854775807)
          ORDER BY run.id DESC LIMIT 1), first_seen)
        FROM recipient WHERE current IN (0, 1) AND site = ? AND mailbox = ?
        ORDER BY current DESC, until_run DESC, position
        """, in: db)
      // Newest rows first, so that the first sight of an address tells its present state.
      var entries: [RecipientHistory] = []
      try rows.forEachRow([.number(run.site), .number(id)]) { row in
        let recipient = try RecipientFacts(row)
        let first = Timestamp(row.number(at: 6))
        let known = entries.firstIndex {
          $0.recipient.channel == recipient.channel
            && $0.recipient.address.lowercased == recipient.address.lowercased
        }
        if let known {
          entries[known].firstSeen = min(entries[known].firstSeen, first)
        } else {
          entries.append(
            RecipientHistory(
              mailbox: mailbox, recipient: recipient, firstSeen: first,
              lastSeen: Timestamp(row.number(at: 8)), isCurrent: row.number(at: 7) != 0))
        }
      }
      return entries.sorted {
        ($0.firstSeen, $0.recipient.address) < ($1.firstSeen, $1.recipient.address)
      }
    }
  }
}
