import VmscanActions
import VmscanModel
import VmscanStore

/// Compares what waits in quarantine with what the journal says must wait there.
///
/// Asked before the quarantine is read and again afterwards, so that what moves meanwhile is not missed.
struct QuarantineLedger {
  let site: Site
  private let store: HistoryStore
  private let before: [QuarantinedRun]

  /// - Throws: `CommandFailure` when history cannot be read.
  init(site: Site, store: HistoryStore) throws {
    self.site = site
    self.store = store
    before = try Self.expected(site, store)
  }

  /// Messages that are neither there nor restored nor unlinked, as one problem for each purge.
  ///
  /// `found`: the messages that were found, by the purge that removed them.
  /// - Throws: `CommandFailure` when history cannot be read.
  func missing(beside found: [String: Int]) throws -> [SourceProblem] {
    guard before.contains(where: { $0.waiting > found[$0.run] ?? 0 }) else { return [] }
    let now = Dictionary(
      try Self.expected(site, store).map { ($0.run, $0.waiting) }, uniquingKeysWith: min)
    let path = ActionSession.quarantinePath(of: site)
    return before.compactMap { put in
      let missing = min(put.waiting, now[put.run] ?? 0) - (found[put.run] ?? 0)
      guard missing > 0 else { return nil }
      let place: Sentence =
        put.quarantine.isEmpty || put.quarantine == path
        ? "" : "; that purge put them into '\(path: put.quarantine)'"
      return SourceProblem(
        .quarantine, path: path,
        detail: """
          \(missing, "message") of purge \(setting: put.run) should wait here and \
          \(word: missing == 1 ? "is" : "are") not here, neither restored nor unlinked by \
          vmscan\(place)
          """)
    }
  }

  /// Purges whose time in quarantine is not over.
  private static func expected(_ site: Site, _ store: HistoryStore) throws -> [QuarantinedRun] {
    try History.failing {
      try store.quarantined(
        of: site.spool, since: site.protectionTime - site.settings.quarantineFor)
    }
  }
}
