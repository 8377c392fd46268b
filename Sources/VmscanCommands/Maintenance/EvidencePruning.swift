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

  /// Removes what is older than the limit and than every message a latest run knows.
  ///
  /// - Returns: Number of mails removed; `nil` when nothing was, because a latest run did not see
  ///   everything and an older message may be there.
  /// - Throws: `StoreError`.
  func run() throws -> Int? {
    var time = limit
    for run in try latestRuns() {
      guard let report = try store.report(run: run) else { continue }
      guard report.coverage.isComplete else { return nil }
      let oldest = report.mailboxes.compactMap(\.oldest).min()
      if let oldest { time = min(time, oldest - Self.margin) }
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
