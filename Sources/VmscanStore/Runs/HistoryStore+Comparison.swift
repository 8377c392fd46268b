import GRDB
package import VmscanModel

extension HistoryStore {
  /// What changed from one recorded run to another.
  ///
  /// - Throws: `StoreError.noSuchRun` and other `StoreError`s.
  package func compare(_ before: Int64, with after: Int64) throws -> RunComparison {
    try read { db in
      let (old, new) = (try reader(before, db), try reader(after, db))
      let (oldFindings, newFindings) = (try old.findings().present, try new.findings().present)
      let (oldRecipients, newRecipients) = (try old.recipients(), try new.recipients())
      let (oldBoxes, newBoxes) = (try keys(old), try keys(new))
      let shared = oldBoxes.intersection(newBoxes).sorted { $0.precedes($1) }
      return RunComparison(
        before: old.row.summary, after: new.row.summary,
        appeared: Self.findings(newFindings, without: oldFindings),
        disappeared: Self.findings(oldFindings, without: newFindings),
        recipients: try shared.compactMap {
          try Self.change($0, from: oldRecipients[$0] ?? [], to: newRecipients[$0] ?? [])
        }, mailboxesAdded: try Self.identifiers(newBoxes.subtracting(oldBoxes)),
        mailboxesRemoved: try Self.identifiers(oldBoxes.subtracting(newBoxes)))
    }
  }

  private func reader(_ run: Int64, _ db: Database) throws -> ReportReader {
    guard let row = try RunRow.find(run, in: db) else { throw StoreError.noSuchRun(run) }
    return try ReportReader(db, row: row, judgedAt: nil)
  }

  private func keys(_ reader: ReportReader) throws -> Set<[UInt8]> {
    try reader.mailboxKeys()
  }

  private static func findings(
    _ findings: FindingList, without others: FindingList
  ) -> [ReportedFinding] {
    let known = Set(others.headers.map(\.fingerprint))
    var fresh = findings.selection { !known.contains($0.fingerprint) }
    fresh.sortWorstFirst()
    return Array(fresh)
  }

  private static func change(
    _ key: [UInt8], from old: [RecipientFacts], to new: [RecipientFacts]
  ) throws -> RecipientChange? {
    guard old != new else { return nil }
    let added = new.filter { !old.contains($0) }
    let removed = old.filter { !new.contains($0) }
    guard !added.isEmpty || !removed.isEmpty else { return nil }
    return RecipientChange(
      mailbox: try FactKey.mailbox(from: key), added: added, removed: removed)
  }

  private static func identifiers(_ keys: Set<[UInt8]>) throws -> [MailboxID] {
    try keys.map { try FactKey.mailbox(from: $0) }.sorted()
  }
}
