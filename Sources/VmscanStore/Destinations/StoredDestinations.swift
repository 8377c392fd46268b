package import VmscanModel

/// What earlier runs saw of every mailbox's destinations, loaded once before a scan.
package struct StoredDestinations: DestinationHistory {
  fileprivate var rows: [MailboxID: DestinationRow] = [:]
  fileprivate var added: [MailboxID: [ByteText: Timestamp]] = [:]
  /// Clock of the latest run.
  fileprivate var latest = Timestamp(0)
  fileprivate var past = PastDestinations()
  /// Mailboxes with a past that the latest run does not have, by number.
  fileprivate var gone: [ByteText: [MailboxID]] = [:]
  fileprivate var lastUses: [MailboxID: Timestamp] = [:]
  /// When an action of this program changed the spool, from its begin to its end.
  package fileprivate(set) var actions: [ClosedRange<Timestamp>] = []

  package func destinationsKnown(for mailbox: MailboxID) -> DestinationKnowledge? {
    rows[mailbox].map { row in
      DestinationKnowledge(
        firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
        previousAddresses: row.addresses, lastSeen: row.lastSeen ?? latest,
        added: added[mailbox]?.filter { $0.value > row.firstSeen } ?? [:],
        past: past.known(of: mailbox), lastUse: lastUses[mailbox])
    }
  }

  package func goneMailboxes(numbered mailbox: ByteText) -> [DestinationKnowledge] {
    guard let ids = gone[mailbox] else { return [] }
    return ids.map { id in
      destinationsKnown(for: id)
        ?? DestinationKnowledge(
          firstSeen: latest, addressSince: nil, audioSince: nil, previousAddresses: [],
          lastSeen: latest, past: past.known(of: id))
    }
  }

  fileprivate mutating func findGone() {
    for id in past.mailboxes where rows[id].map({ $0.lastSeen != nil }) ?? true {
      gone[id.mailbox, default: []].append(id)
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
      var known = StoredDestinations(past: try PastDestinations.read(db))
      if let site = sites.first(where: { $0.latestTime != nil }), let latest = site.latestTime {
        known.rows = try SharedDestinations(sites: sites, db: db).rows()
        known.added = try AddedRecipients.read(site: site.id, in: db)
        known.latest = latest
        known.lastUses = try PastUse.read(site: site.id, upTo: latest, in: db)
        known.actions = try PastUse.actions(in: db)
      }
      known.findGone()
      return known
    }
  }
}
