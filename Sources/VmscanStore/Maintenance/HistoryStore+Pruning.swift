import GRDB
package import VmscanModel

extension HistoryStore {
  /// Removes old runs, oldest first, and what only they knew; never the journal of actions.
  ///
  /// The latest run of every site always stays, and what a kept run knew stays with it.
  ///
  /// - Parameters:
  ///   - site: Row of the only site that is meant; `nil` for all.
  ///   - count: Keep at least the latest so many runs of every site.
  ///   - time: Remove only runs whose clock is before this time; `nil` for all beyond `count`.
  /// - Returns: The numbers of the removed runs, ascending.
  /// - Throws: `StoreError`.
  @discardableResult
  package func pruneRuns(
    ofSite site: Int64? = nil, keepingLatest count: Int, olderThan time: Timestamp? = nil
  ) throws -> [Int64] {
    try write { db in
      var removed: [Int64] = []
      let all = try Int64.fetchAll(db, sql: "SELECT id FROM site ORDER BY id")
      for site in all.filter({ site == nil || site == $0 }) {
        let pruner = RunPruner(db: db, site: site)
        removed += try pruner.prune(keepingLatest: max(1, count), olderThan: time)
      }
      return removed.sorted()
    }
  }
}

/// Removes the oldest runs of one site.
struct RunPruner {
  let db: Database
  let site: Int64

  func prune(keepingLatest count: Int, olderThan time: Timestamp?) throws -> [Int64] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT id, now FROM run WHERE site = ? ORDER BY id", arguments: [site])
    // A run that must stay keeps all later ones, so that the kept runs are a stretch without hole.
    let old = rows.dropLast(count).prefix { row in time.map { row.time(at: 1) < $0 } ?? true }
    guard let last = old.last, let first = rows.dropFirst(old.count).first else { return [] }
    try execute("DELETE FROM run WHERE site = ? AND id <= ?", last[0])
    try removePast(firstKept: first[0])
    try execute("DELETE FROM destination WHERE site = ? AND lastSeen < ?", first[1])
    return old.map { $0[0] }
  }

  /// What ended before the first kept run; findings that it reports as solved stay.
  private func removePast(firstKept: Int64) throws {
    for table in StateTable.all.map(\.name) + CredentialTable.all.map(\.name) {
      try execute(
        "DELETE FROM \(table) WHERE current = 0 AND site = ?1 AND until_run <= ?2", firstKept)
    }
    let kinds = [
      SiteStates.contexts, SiteStates.contextAges, SiteStates.gaps, SiteStates.ownDomains,
      SiteStates.dataLists,
    ]
    for table in kinds.map(\.table) {
      try execute("DELETE FROM \(table) WHERE site = ?1 AND until_run <= ?2", firstKept)
    }
    try execute(
      """
      DELETE FROM finding WHERE current = 0 AND site = ?1
        AND (until_run < ?2 OR until_run = ?2 AND ending != 'gone')
      """, firstKept)
    for table in RunFigures.tables {
      try db.execute(sql: "DELETE FROM \(table) WHERE run NOT IN (SELECT id FROM run)")
    }
    try removeForgotten()
  }

  /// Mailboxes of which no kept run knows anything.
  private func removeForgotten() throws {
    let uses = StateTable.all.map {
      " AND NOT EXISTS (SELECT 1 FROM \($0.name) AS used WHERE used.current IN (0, 1)"
        + " AND used.site = mailbox.site AND used.mailbox = mailbox.id)"
    }
    try db.execute(
      sql: """
        DELETE FROM mailbox WHERE site = ?1\(uses.joined()) AND id NOT IN
          (SELECT mailbox FROM finding WHERE site = ?1 AND mailbox IS NOT NULL)
        """, arguments: [site])
  }

  private func execute(_ sql: String, _ value: Int64) throws {
    try db.execute(sql: sql, arguments: [site, value])
  }
}
