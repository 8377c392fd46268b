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
      let disappeared = Self.findings(oldFindings, without: newFindings)
      let succession = FindingSuccession(
        newFindings, mailboxes: newBoxes.lazy.compactMap { names[$0] })
      let withdrawn = try Self.withdrawn(after: old.row.summary.run.id, new, db)
      func named(_ numbers: Set<Int64>) -> [MailboxID] { numbers.compactMap { names[$0] }.sorted() }
      return RunComparison(
        before: old.row.summary, after: new.row.summary,
        appeared: Self.findings(newFindings, without: oldFindings),
        disappeared: disappeared,
        inapplicable: Set(
          disappeared.map(\.finding).filter {
            succession.isInapplicable($0) || withdrawn.contains($0.fingerprint)
          }.map(\.fingerprint)),
        cameAndWent: try Self.passing(
          after: old.row.summary.run.id, new, known: [oldFindings, newFindings], db),
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

  /// Findings that ended between two runs because their rule was not run.
  private static func withdrawn(
    after before: Int64, _ new: ReportReader, _ db: Database
  ) throws -> Set<Fingerprint> {
    Set(try ended("withdrawn", after: before, new, db).map(\.finding.fingerprint))
  }

  /// Findings that were opened and resolved between two runs, and are in neither.
  private static func passing(
    after before: Int64, _ new: ReportReader, known: [FindingList], _ db: Database
  ) throws -> [ReportedFinding] {
    var seen = Set(known.flatMap { $0.headers.map(\.fingerprint) })
    return try ended("gone", after: before, new, db)
      .filter { seen.insert($0.finding.fingerprint).inserted }
      .sorted(by: ReportedFinding.precedes)
  }

  /// Findings that ended in a way after one run, up to another, the latest end first.
  private static func ended(
    _ ending: String, after before: Int64, _ new: ReportReader, _ db: Database
  ) throws -> [ReportedFinding] {
    var reader = try FindingReader(db)
    var found: [ReportedFinding] = []
    try RawStatement(
      """
      SELECT \(FindingReader.columns) FROM finding
      WHERE current = 0 AND site = ? AND ending = ? AND until_run > ? AND until_run <= ?
      ORDER BY until_run DESC
      """, in: db
    ).forEachRow([
      .number(new.row.site), .word(ending), .number(before), .number(new.row.summary.run.id),
    ]) { row in
      found.append(
        ReportedFinding(
          finding: try reader.finding(row).0, status: .solved,
          firstSeen: Timestamp(row.number(at: 14))))
    }
    return found
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
