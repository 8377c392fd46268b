package import VmscanModel

/// What earlier runs saw of every mailbox's destinations, loaded once before a scan.
package struct StoredDestinations: DestinationHistory {
  fileprivate var rows: [MailboxID: DestinationRow] = [:]
  fileprivate var added: [MailboxID: [ByteText: Timestamp]] = [:]
  /// Clock of the latest run.
  fileprivate var latest = Timestamp(0)

  package func destinationsKnown(for mailbox: MailboxID) -> DestinationKnowledge? {
    rows[mailbox].map { row in
      DestinationKnowledge(
        firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
        previousAddresses: row.addresses, lastSeen: row.lastSeen ?? latest,
        added: added[mailbox]?.filter { $0.value > row.firstSeen } ?? [:])
    }
  }
}

extension HistoryStore {
  /// Loads what earlier runs of a site saw, and of the same directories under another host.
  ///
  /// - Returns: What is known, empty before the first run.
  /// - Throws: `StoreError`.
  package func destinations(of key: SiteKey) throws -> StoredDestinations {
    try read { db in
      let sites = try StoredSite.all(of: key, in: db)
      guard let site = sites.first(where: { $0.latestTime != nil }), let latest = site.latestTime
      else { return StoredDestinations() }
      return StoredDestinations(
        rows: try SharedDestinations(sites: sites, db: db).rows(),
        added: try AddedRecipients.read(site: site.id, in: db), latest: latest)
    }
  }
}
