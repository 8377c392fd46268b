import GRDB
import VmscanModel

/// Records one run within a transaction.
struct RunRecorder {
  let db: Database
  let skippedRules: Set<RuleID>

  /// Stores the report and makes it what history will tell; a report in pieces when it throws.
  func record(_ report: inout ScanReport) throws {
    report.sort()
    var problems: Set<SourceProblem> = []
    report.coverage.problems.removeAll { !problems.insert($0).inserted }
    let site = try StoredSite.id(of: report.run.site, in: db)
    report.run.previous = try StoredSite.latestRun(site, in: db)
    report.run.id = try insertRun(report, site: site)
    let merge = FactMerge(db: db, site: site, run: report.run.id)
    try mergeMailboxes(report, merge)
    try mergeOthers(report, merge)
    try mergeFindings(&report, merge)
    try DestinationRecorder(db: db, site: site).record(report)
    report.sort()
    try updateCounts(report)
  }

  private func insertRun(_ report: ScanReport, site: Int64) throws -> Int64 {
    let run = report.run
    try db.execute(
      sql: """
        INSERT INTO run (site, previous, started, finished, now, version, host, asteriskVersion,
          complete, mailboxes, messages, bytes, retainedEmailed, totals, findings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, zeroblob(0))
        """,
      arguments: [
        site, run.previous, run.started.epochSeconds, run.finished.epochSeconds,
        run.now.epochSeconds, run.version, run.host, run.asteriskVersion,
        report.coverage.isComplete, report.totals.mailboxes, report.totals.messages.messages,
        report.totals.messages.bytes.bytes, report.totals.retainedEmailed.messages,
        ByteText(bytes: report.totals.packed).data,
      ])
    return db.lastInsertedRowID
  }

  private func updateCounts(_ report: ScanReport) throws {
    let counts = FindingCounts(report)
    try db.execute(
      sql: "UPDATE run SET findings = ? WHERE id = ?",
      arguments: [ByteText(bytes: counts.packed).data, report.run.id])
  }

  private func mergeMailboxes(_ report: ScanReport, _ merge: FactMerge) throws {
    var plain = PlainFacts()
    let facts = MailboxFactSource(report.mailboxes)
    try facts.refuseRepetition()
    try merge.merge(.mailbox, facts, policy: &plain)
    var ages = RecipientFactsMerge(source: RecipientFactSource(facts), now: report.run.now)
    try merge.merge(.recipients, ages.source, policy: &ages)
  }

  private func mergeOthers(_ report: ScanReport, _ merge: FactMerge) throws {
    var plain = PlainFacts()
    let contexts = report.contexts.map { Fact(key: $0.name.bytes, value: $0.packed) }
    try merge.merge(.context, FactArray(facts: try Self.unique(contexts)), policy: &plain)
    let problems = report.coverage.problems.map { Fact(key: $0.packed, value: []) }
    try merge.merge(
      .problem, FactArray(facts: problems.sorted { $0.key.precedes($1.key) }), policy: &plain)
    let meta = [
      Fact(key: MetaKey.lists, value: DataListInfo.pack(report.lists)),
      Fact(key: MetaKey.ownDomains, value: report.ownDomains.packed),
    ]
    try merge.merge(.meta, FactArray(facts: meta), policy: &plain)
  }

  private func mergeFindings(_ report: inout ScanReport, _ merge: FactMerge) throws {
    let accepted = try Acceptances.inForce(at: report.run.now, in: db)
    for index in report.findings.indices {
      let isAccepted =
        !accepted.isEmpty
        && accepted.contains { $0.scope.covers(report.findings[index].finding) }
      report.findings.set(isAccepted ? .accepted : .open, firstSeen: report.run.now, at: index)
    }
    var words = Words(db)
    let facts = try FindingFacts(report.findings, words: &words)
    var policy = FindingFactsMerge(
      run: report.run, gaps: CoverageGaps(report), skippedRules: skippedRules,
      findings: report.findings, order: facts.order, words: words)
    report.findings = []
    try merge.merge(.finding, facts, policy: &policy)
    report.findings = policy.findings
    for reported in policy.carried { report.findings.append(reported) }
    report.solved = policy.solved
  }

  /// A report that names a thing twice is refused: one of them would be lost.
  private static func unique(_ facts: [Fact]) throws -> [Fact] {
    for (left, right) in zip(facts, facts.dropFirst()) where !left.key.precedes(right.key) {
      throw StoreError.ambiguousReport("'\(ByteText(bytes: right.key))'")
    }
    return facts
  }
}

/// Keys of the facts that are neither of a mailbox nor of a context.
enum MetaKey {
  static let lists = Array("lists".utf8)
  static let ownDomains = Array("ownDomains".utf8)
}
