import Testing
import VmscanModel
import VmscanReports

/// The five things to do: what is wrong, and who does it.
struct BoardWordingTests {
  private func tasks(_ findings: [ReportedFinding]) -> [BoardWording.Task] {
    var report = Sample.report
    report.findings = FindingList(findings)
    return BoardWording(report: report, background: ReportBackground(rules: Sample.rules)).tasks
  }

  private func finding(
    _ rule: String, _ severity: Severity, _ box: ByteText, _ message: Sentence,
    status: ReportedFinding.Status = .open
  ) -> ReportedFinding {
    Sample.finding(
      rule, severity, .mailbox(Sample.id(box)), message, remedy: "Change the address.",
      status: status, key: Int(rule.suffix(3)) ?? 1)
  }

  @Test func `a destination that no address tells has a task of its own`() {
    let found = tasks([
      finding("VM-101", .high, "1001", "recordings go to a private address"),
      finding("VM-105", .high, "1004", "Mail to the address is lost."),
      finding("VM-106", .medium, "1005", "Notices go to a pager outside."),
      finding("VM-107", .high, "1006", "Mail is passed on to an address outside."),
    ])
    #expect(found.count == 4)
    #expect(
      found.first?.text
        == "Stop 1001@default mailing recordings to gmail.com, a private account; 1 more mailbox sends to private accounts."
    )
    for (part, box) in [("lost", "1004"), ("pager", "1005"), ("passed on", "1006")] {
      #expect(
        found.contains { $0.text.contains(part) && $0.text.contains("\(box)@default") }, "\(found)")
    }
    #expect(found.allSatisfy { $0.who == "PBX administrator, with the mailbox owner" })
  }

  @Test func `what is accepted is no task, and another acceptance hides nothing`() {
    let accepted = tasks([
      finding("VM-101", .high, "1001", "recordings go to a private address", status: .accepted),
      finding("VM-101", .high, "1002", "recordings go to a private address"),
    ])
    #expect(
      accepted.map(\.text) == [
        "Stop 1002@default mailing recordings to outlook.com, a private account."
      ])
    let other = tasks([
      finding("VM-101", .high, "1001", "recordings go to a private address"),
      finding("VM-500", .medium, "1001", "The PIN is weak.", status: .accepted),
    ])
    #expect(other.first?.text.contains("1001@default") == true, "\(other)")
  }

  @Test func `the worst five come first, whatever they are about`() {
    let found = tasks(
      [
        finding("VM-101", .high, "1001", "recordings go to a private address"),
        finding("VM-103", .critical, "1003", "recordings go to a throw-away service"),
        finding("VM-102", .medium, "2001", "recordings go elsewhere"),
      ] + (0..<4).map { finding("VM-90\($0)", .critical, "1004", "Something is wrong.") })
    #expect(found.count == 5)
    #expect(found.allSatisfy { $0.severity == .critical }, "\(found)")
    #expect(found.first?.text.hasPrefix("Stop 1003@default") == true)
  }

  @Test func `nothing to do is said`() {
    #expect(tasks([]).map(\.who) == ["nobody"])
  }
}
