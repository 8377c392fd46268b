import GRDB
package import VmscanModel

extension HistoryStore {
  /// Every stretch in which a finding was open, oldest first, as far as runs are kept; of one site
  /// or of all.
  package func findingLifetimes(site: Int64? = nil) throws -> [FindingLifetime] {
    try read { db in
      var words = Words(db)
      let open = try Row.fetchAll(
        db,
        sql:
          "SELECT key, value, since, NULL FROM fact WHERE kind = ?1 AND (?2 IS NULL OR site = ?2)",
        arguments: [FactKind.finding.rawValue, site])
      let closed = try Row.fetchAll(
        db,
        sql: """
          SELECT key, value, since, run.now FROM pastFact JOIN run ON run.id = pastFact.untilRun
          WHERE kind = ?1 AND ending = ?2 AND (?3 IS NULL OR pastFact.site = ?3)
          """, arguments: [FactKind.finding.rawValue, FactEnding.gone.rawValue, site])
      let lifetimes = try (closed + open).map { row in
        let stored = try StoredFinding(
          key: try row.bytes(at: 0), packed: try row.bytes(at: 1), words: &words)
        return FindingLifetime(
          finding: stored.finding, opened: try FindingOrigin(packed: try row.bytes(at: 2)).opened,
          solved: row.optionalTime(at: 3))
      }
      return lifetimes.sorted {
        ($0.opened, $0.finding.fingerprint) < ($1.opened, $1.finding.fingerprint)
      }
    }
  }
}
