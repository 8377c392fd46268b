package import VmscanModel

/// What earlier runs saw of every mailbox's destinations, loaded once before a scan.
package struct StoredDestinations: DestinationHistory {
  private let known: [MailboxID: DestinationKnowledge]

  fileprivate init(_ known: [MailboxID: DestinationKnowledge] = [:]) { self.known = known }

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
      else { return StoredDestinations() }
      let added = try AddedRecipients.read(site: site, in: db)
      var known: [MailboxID: DestinationKnowledge] = [:]
      try DestinationRow.forEach(site: site, in: db) { id, row in
        known[id] = DestinationKnowledge(
          firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
          previousAddresses: row.addresses, lastSeen: row.lastSeen ?? latest.summary.run.now,
          added: added[id]?.filter { $0.value > row.firstSeen } ?? [:])
      }
      return StoredDestinations(known)
    }
  }
}
