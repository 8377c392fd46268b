import GRDB
import VmscanModel

/// What several sites of the same directories know of destinations, as one.
///
/// Where two sites disagree the shorter stretch counts: doubt lowers a grade and never raises it.
struct SharedDestinations {
  /// The one that goes on first, the others from the latest to the oldest.
  let sites: [StoredSite]
  let db: Database

  /// What is known of every mailbox, as of the latest run.
  func rows() throws -> [MailboxID: DestinationRow] {
    var known: [MailboxID: DestinationRow] = [:]
    var latest: Timestamp?
    for site in sites {
      guard let time = site.latestTime else { continue }
      guard let first = latest else {
        try DestinationRow.forEach(site: site.id, in: db) { id, row in known[id] = row }
        latest = time
        continue
      }
      try DestinationRow.forEach(site: site.id, in: db) { id, row in
        known[id] =
          known[id].map { $0.doubted(by: row, seenAt: time, now: first) }
          ?? row.ending(at: row.lastSeen ?? time)
      }
    }
    return known
  }

  /// Gives the first site all that is known, so that the others need not be asked again.
  func unite() throws {
    let others = sites.dropFirst().map(\.id)
    guard let site = sites.first, site.latestRun != nil, try others.contains(where: hasRows) else {
      return
    }
    let recorder = DestinationRecorder(db: db, site: site.id)
    try recorder.put(try rows())
    for other in others {
      try db.execute(sql: "DELETE FROM destination WHERE site = ?", arguments: [other])
    }
  }

  private func hasRows(_ site: Int64) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM destination WHERE site = ?)", arguments: [site])
      ?? false
  }
}

extension DestinationRow {
  /// This row with what another site of the same directories knew at its own latest run.
  ///
  /// `now` is the clock of the run this row stands for.
  func doubted(by other: DestinationRow, seenAt time: Timestamp, now: Timestamp) -> DestinationRow {
    var row = self
    row.firstSeen = min(firstSeen, other.firstSeen)
    func start(_ own: Timestamp?, _ others: Timestamp?) -> Timestamp? {
      guard let own else { return nil }
      guard let others else {
        // The other saw it broken; it began anew after that at the earliest.
        let since = time < own ? own : now
        return since > row.firstSeen ? since : nil
      }
      let begun = (own > firstSeen ? [own] : []) + (others > other.firstSeen ? [others] : [])
      return begun.max() ?? row.firstSeen
    }
    row.addressSince = start(addressSince, other.addressSince)
    row.audioSince = start(audioSince, other.audioSince)
    return row
  }
}
