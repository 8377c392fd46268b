import GRDB
import VmscanModel

/// Records one run within a transaction.
struct RunRecorder {
  let db: Database
  var credentials: CredentialMemory?
  var mailMemory = MailMemory()
  let skippedRules: Set<RuleID>

  /// Stores the report and makes it what history will give; a report in pieces when it throws.
  func record(_ report: inout ScanReport) throws {
    report.sort()
    var problems: Set<SourceProblem> = []
    report.coverage.problems.removeAll { !problems.insert($0).inserted }
    let site = try StoredSite.id(of: report.run.site, in: db)
    report.run.previous = try StoredSite.latestRun(site, in: db)
    report.run.id = try RunRow.insert(
      report.run, site: site, isComplete: report.coverage.isComplete,
      infersOwnDomains: report.ownDomains.isInferred, report.totals, in: db)
    var identities = try MailboxIdentities(db: db, site: site)
    try MailboxStates(db: db, site: site, run: report.run.id, now: report.run.now)
      .record(report.mailboxes, &identities)
    try SiteStates(db: db, site: site).record(report)
    try CredentialStates(db: db, site: site).record(report.credentials, run: report.run.id)
    if let credentials {
      try StoredCredentialMemory(db: db, site: site).record(credentials, now: report.run.now)
    }
    try accept(&report)
    var findings = try FindingStates(
      db: db, site: site, report: report, skippedRules: skippedRules)
    try findings.record(&report, &identities)
    try DestinationRecorder(db: db, site: site).record(report)
    try MailClaims.add(mailMemory.claims, in: db)
    try MailHosts.addOwn(mailMemory.ownHosts, of: site, in: db)
    report.sort()
    try RunFigures(db: db, run: report.run.id).insert(FindingCounts(report))
  }

  /// Marks every finding as accepted or open.
  private func accept(_ report: inout ScanReport) throws {
    let accepted = try Acceptances.inForce(at: report.run.now, in: db)
    for index in report.findings.indices {
      let isAccepted =
        !accepted.isEmpty
        && accepted.accept(report.findings[index].finding)
      report.findings.set(isAccepted ? .accepted : .open, firstSeen: report.run.now, at: index)
    }
  }
}
