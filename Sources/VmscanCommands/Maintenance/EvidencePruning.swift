import VmscanModel
import VmscanStore
import VmscanSystem

/// Removes mail evidence that no message needs any more, so that history does not grow for ever.
struct EvidencePruning {
  let store: HistoryStore
  /// Evidence from then on stays in any case.
  let limit: Timestamp

  /// A mail goes out within minutes of its message; a day covers wrong clocks, too.
  private static let margin = Age.days(1)

  /// Messages that were seen this long ago may come back, from quarantine or with a spool that was not
  /// mounted.
  private static let memory = Age.days(30)

  /// Removes what is older than the limit and than every message that the latest run of a site knows, one
  /// of its runs of the 30 days before it knew, or the quarantine held then.
  ///
  /// - Returns: Number of mails removed; `nil` when nothing was, because a latest run did not see
  ///   everything and an older message may be there.
  /// - Throws: `StoreError`.
  func run() throws -> Int? {
    var time = limit
    let latest = try latestRuns()
    for run in latest {
      guard let report = try store.report(run: run) else { continue }
      guard report.coverage.isComplete else { return nil }
    }
    let runs = try store.runs()
    guard let end = runs.filter({ latest.contains($0.run.id) }).map(\.run.now).min() else {
      return try store.pruneEvidence(before: time)
    }
    for run in runs where run.run.now >= end - Self.memory || latest.contains(run.run.id) {
      for oldest in [run.totals.oldest, run.totals.quarantined.oldest].compactMap({ $0 }) {
        time = min(time, oldest - Self.margin)
      }
    }
    return try store.pruneEvidence(before: time)
  }

  /// The latest run of every site, sites of the same directories of a host taken together.
  private func latestRuns() throws -> [Int64] {
    var latest: [SiteKey: Int64] = [:]
    for site in try store.sites() {
      let key = SiteKey(
        host: site.key.host, spool: site.key.spool.canonicalPath, etc: site.key.etc.canonicalPath)
      latest[key] = max(site.latestRun, latest[key] ?? 0)
    }
    return latest.values.sorted()
  }
}
