import Testing
import VmscanModel
import VmscanReports

struct MailDigestTests {
  @Test func `what changed`() {
    let digest = MailDigest(Sample.report)
    #expect(digest.hasChanges)
    #expect(digest.subject == "vmscan pbx1: 1 critical open, 2 new, 0 resolved")
    Golden.expect(digest.body, matches: "digest.txt")
  }

  @Test func `nothing changed`() {
    #expect(!MailDigest(Sample.empty).hasChanges)
  }

  @Test func `what ages from night to night has no mail of its own`() {
    var report = Sample.empty
    report.findings = FindingList(
      Sample.report.findings.filter { $0.finding.severity < .high }.map {
        ReportedFinding(finding: $0.finding, status: .new, firstSeen: report.run.started)
      })
    report.solved = Sample.report.solved
    #expect(!MailDigest(report).hasChanges)
    let noticed = MailDigest(report, notices: ["acceptance 3 ends on 2026-12-14"])
    #expect(noticed.hasChanges)
    #expect(noticed.body.contains("acceptance 3 ends on 2026-12-14"))
  }

  @Test func `unread places are always told`() {
    var report = Sample.empty
    report.coverage = Sample.incomplete.coverage
    let digest = MailDigest(report)
    #expect(digest.hasChanges)
    #expect(digest.subject.hasSuffix("not everything was read"))
    #expect(digest.body.contains("EACCES"))
  }

  @Test func `hostile names cannot add a header or a line`() {
    let digest = MailDigest(Sample.hostile)
    Invariants.expectInert(digest.subject, allowing: [])
    Invariants.expectInert(digest.body)
    #expect(digest.body.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 72 })
  }
}
