import GRDB
package import VmscanModel

extension HistoryStore {
  /// Every stretch in which a finding was open, oldest first, as far as runs are kept.
  package func findingLifetimes() throws -> [FindingLifetime] {
    try read { db in
      var words = Words(db)
      let open = try Row.fetchAll(
        db, sql: "SELECT key, value, since, NULL FROM fact WHERE kind = ?",
        arguments: [FactKind.finding.rawValue])
      let closed = try Row.fetchAll(
        db,
        sql: """
          SELECT key, value, since, run.now FROM pastFact JOIN run ON run.id = pastFact.untilRun
          WHERE kind = ? AND ending = ?
          """, arguments: [FactKind.finding.rawValue, FactEnding.gone.rawValue])
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
