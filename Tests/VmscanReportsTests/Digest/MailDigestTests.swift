import Testing
import VmscanModel
import VmscanReports

struct MailDigestTests {
  @Test func `what changed`() {
    let digest = MailDigest(Sample.report)
    #expect(digest.hasChanges)
    #expect(digest.subject == "vmscan pbx1: 2 new, 1 solved")
    Golden.expect(digest.body, matches: "digest.txt")
  }

  @Test func `nothing changed`() {
    #expect(!MailDigest(Sample.empty).hasChanges)
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
