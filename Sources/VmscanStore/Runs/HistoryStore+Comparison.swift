import GRDB
package import VmscanModel

extension HistoryStore {
  /// What changed from one recorded run to another of the same site.
  ///
  /// - Throws: `StoreError.noSuchRun` and other `StoreError`s.
  package func compare(_ before: Int64, with after: Int64) throws -> RunComparison {
    try read { db in
      let (old, new) = (try reader(before, db), try reader(after, db))
      let (oldFindings, newFindings) = (try old.findings().present, try new.findings().present)
      let (oldRecipients, newRecipients) = (try old.recipients(), try new.recipients())
      let (oldBoxes, newBoxes) = (try old.mailboxNumbers(), try new.mailboxNumbers())
      let names = try new.names()
      func named(_ numbers: Set<Int64>) -> [MailboxID] { numbers.compactMap { names[$0] }.sorted() }
      return RunComparison(
        before: old.row.summary, after: new.row.summary,
        appeared: Self.findings(newFindings, without: oldFindings),
        disappeared: Self.findings(oldFindings, without: newFindings),
        recipients: oldBoxes.intersection(newBoxes).compactMap { box in
          names[box].flatMap {
            Self.change(of: $0, from: oldRecipients[box] ?? [], to: newRecipients[box] ?? [])
          }
        }.sorted { $0.mailbox < $1.mailbox },
        mailboxesAdded: named(newBoxes.subtracting(oldBoxes)),
        mailboxesRemoved: named(oldBoxes.subtracting(newBoxes)))
    }
  }

  private func reader(_ run: Int64, _ db: Database) throws -> ReportReader {
    guard let row = try RunRow.find(run, in: db) else { throw StoreError.noSuchRun(run) }
    return try ReportReader(db, row: row, judgedAt: nil)
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
    of mailbox: MailboxID, from old: [RecipientFacts], to new: [RecipientFacts]
  ) -> RecipientChange? {
    guard old != new else { return nil }
    let added = new.filter { !old.contains($0) }
    let removed = old.filter { !new.contains($0) }
    guard !added.isEmpty || !removed.isEmpty else { return nil }
    return RecipientChange(mailbox: mailbox, added: added, removed: removed)
  }
}
