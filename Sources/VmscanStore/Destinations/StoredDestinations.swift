package import VmscanModel

/// What earlier runs saw of every mailbox's destinations, loaded once before a scan.
package struct StoredDestinations: DestinationHistory {
  fileprivate var rows: [MailboxID: DestinationRow] = [:]
  fileprivate var added: [MailboxID: [ByteText: Timestamp]] = [:]
  /// Clock of the latest run.
  fileprivate var latest = Timestamp(0)
  fileprivate var past = PastDestinations()
  /// Mailboxes that are no longer there, by number.
  fileprivate var gone: [ByteText: Set<MailboxID>] = [:]
  /// What was known under other directories before this site had a run, by number.
  fileprivate var elsewhere: [ByteText: [DestinationKnowledge]] = [:]
  fileprivate var lastUses: [MailboxID: Timestamp] = [:]
  /// Hosts that Message-IDs of its mails name, as far as scans could tell them from other PBXs'.
  package fileprivate(set) var ownHosts: Set<ByteText> = []
  /// When an action of this program changed the spool, from its begin to its end.
  package fileprivate(set) var actions: [ClosedRange<Timestamp>] = []

  package func destinationsKnown(for mailbox: MailboxID) -> DestinationKnowledge? {
    rows[mailbox].map { row in
      DestinationKnowledge(
        firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
        previousAddresses: row.addresses, previousPagers: row.pagers,
        lastSeen: row.lastSeen ?? latest,
        added: added[mailbox]?.filter { $0.value > row.firstSeen } ?? [:],
        past: past.known(of: mailbox), lastUse: lastUses[mailbox])
    }
  }

  package func goneMailboxes(numbered mailbox: ByteText) -> [DestinationKnowledge] {
    let known = (gone[mailbox] ?? []).sorted().map { id in
      destinationsKnown(for: id)
        ?? DestinationKnowledge(
          firstSeen: latest, addressSince: nil, audioSince: nil, previousAddresses: [],
          lastSeen: latest, past: past.known(of: id))
    }
    return known + (elsewhere[mailbox] ?? [])
  }

  /// Every set of addresses that a mailbox was seen with, lower-cased, sorted.
  package var addressSets: [(id: MailboxID, addresses: [ByteText])] {
    let seen = rows.map { (id: $0.key, addresses: $0.value.mailAddresses) }
    let before = past.mailboxes.flatMap { id in
      past.known(of: id).map { (id: id, addresses: $0.addresses) }
    }
    return seen + before
  }

  fileprivate mutating func findGone() {
    for id in past.mailboxes where rows[id].map({ $0.lastSeen != nil }) ?? true {
      gone[id.mailbox, default: []].insert(id)
    }
  }

  /// Notes which mailboxes of the latest run are no longer configured, before a run records it.
  package mutating func noteConfigured(_ mailboxes: some Sequence<MailboxID>) {
    let present = Set(mailboxes)
    for (id, row) in rows where !row.addresses.isEmpty || !past.known(of: id).isEmpty {
      guard row.lastSeen == nil, !present.contains(id) else { continue }
      gone[id.mailbox, default: []].insert(id)
    }
  }

  /// Adds what another site knew whose last run was at `time`.
  fileprivate mutating func add(
    _ row: DestinationRow, of id: MailboxID, elsewhereUntil time: Timestamp
  ) {
    guard !row.addresses.isEmpty || !past.known(of: id).isEmpty else { return }
    elsewhere[id.mailbox, default: []].append(
      DestinationKnowledge(
        firstSeen: row.firstSeen, addressSince: row.addressSince, audioSince: row.audioSince,
        previousAddresses: row.addresses, previousPagers: row.pagers,
        lastSeen: row.lastSeen ?? time,
        past: past.known(of: id)))
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
      known.ownHosts = try MailHosts.own(of: sites.map(\.id), in: db)
      if let site = sites.first(where: { $0.latestTime != nil }), let latest = site.latestTime {
        known.rows = try SharedDestinations(sites: sites, db: db).rows()
        known.added = try AddedRecipients.read(site: site.id, in: db)
        known.latest = latest
        known.lastUses = try PastUse.read(site: site.id, upTo: latest, in: db)
        known.actions = try PastUse.actions(in: db)
      }
      known.findGone()
      // A moved spool or configuration is a new site, which begins after the former one's last run.
      let begun = known.rows.values.lazy.map(\.firstSeen).min() ?? Timestamp(.max)
      for site in try StoredSite.others(than: sites, in: db) {
        guard let time = site.latestTime, time < begun else { continue }
        known.ownHosts.formUnion(try MailHosts.own(of: [site.id], in: db))
        try DestinationRow.forEach(site: site.id, in: db) { id, row in
          known.add(row, of: id, elsewhereUntil: time)
        }
      }
      return known
    }
  }
}
