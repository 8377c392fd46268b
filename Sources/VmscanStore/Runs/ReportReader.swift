import GRDB
import VmscanModel

/// Rebuilds what a run reported.
struct ReportReader {
  let db: Database
  let row: RunRow
  private let facts: FactReader
  /// Acceptances to judge by instead of those of the run.
  private let acceptances: [Acceptance]?

  init(_ db: Database, row: RunRow, judgedAt time: Timestamp?) throws {
    self.db = db
    self.row = row
    let latest = try StoredSite.latestRun(row.site, in: db)
    facts = FactReader(
      db: db, site: row.site, run: row.summary.run.id, isLatest: latest == row.summary.run.id)
    acceptances = try time.map { try Acceptances.inForce(at: $0, in: db) }
  }

  func report() throws -> ScanReport {
    let findings = try findings()
    var contexts: [ContextReport] = []
    try facts.forEach(.context) {
      contexts.append(try ContextReport(name: ByteText(bytes: $0.key), packed: $0.value))
    }
    var problems: [SourceProblem] = []
    try facts.forEach(.problem) { problems.append(try SourceProblem(packed: $0.key)) }
    var lists: [DataListInfo] = []
    var ownDomains = OwnDomains(domains: [], isInferred: false)
    try facts.forEach(.meta) { fact in
      if fact.key == MetaKey.lists { lists = try DataListInfo.unpack(fact.value) }
      if fact.key == MetaKey.ownDomains { ownDomains = try OwnDomains(packed: fact.value) }
    }
    return ScanReport(
      run: row.summary.run, coverage: Coverage(problems: problems), totals: row.summary.totals,
      findings: findings.present, mailboxes: try mailboxes(), contexts: contexts, lists: lists,
      ownDomains: ownDomains, solved: findings.solved
    ).sorted
  }

  func findings() throws -> (present: FindingList, solved: [ReportedFinding]) {
    var words = Words(db)
    var present: FindingList = []
    try facts.forEach(.finding) { fact in
      var stored = try StoredFinding(key: fact.key, packed: fact.value, words: &words)
      if let acceptances {
        stored.isAccepted = acceptances.contains { $0.scope.covers(stored.finding) }
      }
      let origin = try FindingOrigin(packed: fact.since)
      present.append(stored.reported(origin, in: row.summary.run.id))
    }
    var solved: [ReportedFinding] = []
    try facts.forEachGone(.finding) { fact in
      let stored = try StoredFinding(key: fact.key, packed: fact.value, words: &words)
      let origin = try FindingOrigin(packed: fact.since)
      solved.append(
        ReportedFinding(finding: stored.finding, status: .solved, firstSeen: origin.firstSeen))
    }
    return (present, solved)
  }

  func mailboxes() throws -> MailboxList {
    let recipients = try recipients()
    var mailboxes: MailboxList = []
    try facts.forEach(.mailbox) { fact in
      mailboxes.append(
        try MailboxReport(
          id: try FactKey.mailbox(from: fact.key), packed: fact.value,
          recipients: recipients[fact.key] ?? []))
    }
    return mailboxes
  }

  func mailboxKeys() throws -> Set<[UInt8]> {
    var keys: Set<[UInt8]> = []
    try facts.forEach(.mailbox) { keys.insert($0.key) }
    return keys
  }

  func recipients() throws -> [[UInt8]: [RecipientFacts]] {
    var recipients: [[UInt8]: [RecipientFacts]] = [:]
    try facts.forEach(.recipients) { recipients[$0.key] = try RecipientFacts.unpack($0.value) }
    return recipients
  }
}
