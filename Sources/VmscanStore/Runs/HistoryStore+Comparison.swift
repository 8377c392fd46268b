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
      var (disappeared, appeared) = (
        Self.findings(oldFindings, without: newFindings),
        Self.findings(newFindings, without: oldFindings)
      )
      try Self.joinSuccessors(
        &disappeared, &appeared, after: old.row.summary.run.id, new, db)
      let succession = FindingSuccession(
        newFindings, mailboxes: newBoxes.lazy.compactMap { names[$0] })
      let withdrawn = try Self.withdrawn(after: old.row.summary.run.id, new, db)
      func named(_ numbers: Set<Int64>) -> [MailboxID] { numbers.compactMap { names[$0] }.sorted() }
      return RunComparison(
        before: old.row.summary, after: new.row.summary,
        appeared: appeared,
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

  /// Takes out what lives on under another key, because the same matter is reported by another rule,
  /// with more reasons or with fewer, as when one of them was accepted: it is neither solved nor new.
  ///
  /// What it became and then was solved is solved.
  private static func joinSuccessors(
    _ disappeared: inout [ReportedFinding], _ appeared: inout [ReportedFinding],
    after before: Int64, _ new: ReportReader, _ db: Database
  ) throws {
    guard before < new.row.summary.run.id, !disappeared.isEmpty else { return }
    let known = Set(disappeared.map(\.finding.fingerprint))
    let ended = try ended("gone", after: before, new, db)
    let gone = Set(ended.map(\.finding.fingerprint))
    let carried = try carried(from: before, to: new, db)
    let solvedLater = ended.filter {
      carried.contains($0.finding.fingerprint) && !known.contains($0.finding.fingerprint)
    }
    let bySubject = Dictionary(grouping: appeared + solvedLater, by: \.finding.subject)
    var followed: Set<Fingerprint> = []
    disappeared.removeAll { missing in
      guard !gone.contains(missing.finding.fingerprint) else { return false }
      let successors = (bySubject[missing.finding.subject] ?? []).filter {
        $0.finding.succeeds(missing.finding)
      }
      followed.formUnion(successors.map(\.finding.fingerprint))
      return !successors.isEmpty
    }
    disappeared += solvedLater.filter { followed.contains($0.finding.fingerprint) }
    disappeared.sort(by: ReportedFinding.precedes)
    appeared.removeAll {
      followed.contains($0.finding.fingerprint) && carried.contains($0.finding.fingerprint)
    }
  }

  /// Findings that began after a run, with a matter that was open in it.
  private static func carried(
    from before: Int64, to new: ReportReader, _ db: Database
  ) throws -> Set<Fingerprint> {
    var reader = try FindingReader(db)
    var found: Set<Fingerprint> = []
    try RawStatement(
      """
      SELECT \(FindingReader.columns) FROM finding
      WHERE site = ?1 AND opened_run <= ?2 AND from_run > ?2 AND from_run <= ?3
      """, in: db
    ).forEachRow([
      .number(new.row.site), .number(before), .number(new.row.summary.run.id),
    ]) { row in
      found.insert(try reader.finding(row).0.fingerprint)
    }
    return found
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
    return try ended("gone", after: before, openedAfter: before, new, db)
      .filter { seen.insert($0.finding.fingerprint).inserted }
      .sorted(by: ReportedFinding.precedes)
  }

  /// Findings that ended in a way after one run, up to another, the latest end first.
  private static func ended(
    _ ending: String, after before: Int64, openedAfter: Int64 = 0, _ new: ReportReader,
    _ db: Database
  ) throws -> [ReportedFinding] {
    var reader = try FindingReader(db)
    var found: [ReportedFinding] = []
    try RawStatement(
      """
      SELECT \(FindingReader.columns) FROM finding
      WHERE current = 0 AND site = ? AND ending = ? AND until_run > ? AND until_run <= ?
        AND opened_run > ?
      ORDER BY until_run DESC
      """, in: db
    ).forEachRow([
      .number(new.row.site), .word(ending), .number(before), .number(new.row.summary.run.id),
      .number(openedAfter),
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
