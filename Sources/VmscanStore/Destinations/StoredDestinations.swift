package import VmscanModel

/// What earlier runs saw of every mailbox's destinations, loaded once before a scan.
package struct StoredDestinations: DestinationHistory {
  private let known: [MailboxID: DestinationKnowledge]

  init(_ rows: [MailboxID: DestinationRow], latest: Timestamp) {
    known = rows.mapValues { row in
      DestinationKnowledge(
        firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
        previousAddresses: row.addresses, lastSeen: row.lastSeen ?? latest)
    }
  }

  package func destinationsKnown(for mailbox: MailboxID) -> DestinationKnowledge? {
    known[mailbox]
  }
}

extension HistoryStore {
  /// Loads what earlier runs of a spool and configuration saw; empty before the first run.
  package func destinations(spool: ByteText, etc: ByteText) throws -> StoredDestinations {
    try read { db in
      guard let site = try Site.find(spool: spool, etc: etc, in: db),
        let run = try Site.latestRun(site, in: db),
        let latest = try RunRow.find(run, in: db)
      else { return StoredDestinations([:], latest: Timestamp(0)) }
      return StoredDestinations(
        try DestinationRow.all(site: site, in: db), latest: latest.summary.run.now)
    }
  }
}
