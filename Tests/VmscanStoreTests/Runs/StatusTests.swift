import Testing
import VmscanModel
import VmscanStore

struct StatusTests {
  let store: HistoryStore

  init() throws { store = try HistoryStore.temporary() }

  @Test func `findings are new, then open, then solved, and keep their first sight`() throws {
    let first = try store.record(ReportBuilder.usual(day: 0).report)
    #expect(first.statuses == ["VM-101 new 0", "VM-201 new 0"])
    #expect(first.run.previous == nil)
    let second = try store.record(ReportBuilder.usual(day: 1).report)
    #expect(second.statuses == ["VM-101 open 0", "VM-201 open 0"])
    #expect(second.run.previous == first.run.id)
    var fixed = ReportBuilder.usual(day: 2)
    fixed.findings.removeLast()
    #expect(try store.record(fixed.report).statuses == ["VM-201 open 0", "VM-101 solved 0"])
    fixed.day = 3
    #expect(try store.record(fixed.report).statuses == ["VM-201 open 0"])
    let back = try store.record(ReportBuilder.usual(day: 4).report)
    #expect(back.statuses == ["VM-101 new 0", "VM-201 open 0"])
    let later = try store.record(ReportBuilder.usual(day: 5).report)
    #expect(later.statuses == ["VM-101 open 0", "VM-201 open 0"])
  }

  @Test func `other words or severity do not make a finding new`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var reworded = ReportBuilder.usual(day: 1)
    reworded.findings[1].message = "All recordings go to bob@gmail.com."
    reworded.findings[1].severity = .critical
    let report = try store.record(reworded.report)
    #expect(report.statuses == ["VM-101 open 0", "VM-201 open 0"])
    #expect(report.findings.first?.finding.severity == .critical)
  }

  static let hidden: [(id: String, change: @Sendable (inout ReportBuilder) -> Void)] = [
    ("partial mailbox", { $0.mailboxes[1].isPartial = true }),
    (
      "unreadable mailbox",
      {
        $0.mailboxes.removeLast()
        $0.problems = [
          SourceProblem(.unreadable, path: $0.spool + "/default/1002", detail: "EACCES")
        ]
      }
    ),
    (
      "unreadable context",
      {
        $0.mailboxes.removeLast()
        $0.problems = [SourceProblem(.unreadable, path: $0.spool + "/default", detail: "EACCES")]
      }
    ),
    (
      "missing spool",
      {
        $0.mailboxes.removeLast()
        $0.problems = [SourceProblem(.missing, path: $0.spool, detail: "ENOENT")]
      }
    ),
    (
      "unreadable include",
      {
        $0.mailboxes.removeLast()
        $0.problems = [
          SourceProblem(.unreadable, path: "/etc/asterisk/vm.d/a.conf", detail: "EACCES")
        ]
      }
    ),
  ]

  @Test(arguments: hidden.indices)
  func `what could not be read is not solved`(index: Int) throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var unread = ReportBuilder.usual(day: 1)
    unread.findings.removeLast()
    Self.hidden[index].change(&unread)
    let report = try store.record(unread.report)
    #expect(report.statuses == ["VM-101 open 0", "VM-201 open 0"], "\(Self.hidden[index].id)")
    #expect(isSame(try store.report(), report))
    var read = ReportBuilder.usual(day: 2)
    read.findings.removeLast()
    #expect(try store.record(read.report).statuses == ["VM-201 open 0", "VM-101 solved 0"])
  }

  static let harmless: [SourceProblem] = [
    SourceProblem(.elsewhere, path: "/etc/asterisk/extconfig.conf", detail: "realtime"),
    SourceProblem(
      .unreadable, path: "/var/spool/asterisk/voicemail/default/1001", detail: "EACCES"),
    SourceProblem(.unreadable, path: "/var/spool/asterisk/voicemail/sales", detail: "EACCES"),
    SourceProblem(.missing, path: "/etc/asterisk/users.conf", detail: "ENOENT", hidesData: false),
  ]

  @Test(arguments: harmless)
  func `a gap somewhere else does not keep a finding open`(problem: SourceProblem) throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var fixed = ReportBuilder.usual(day: 1)
    fixed.findings.removeLast()
    fixed.problems = [problem]
    #expect(try store.record(fixed.report).statuses == ["VM-201 open 0", "VM-101 solved 0"])
  }

  @Test func `findings of a rule that was not run are closed but not solved`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var skipped = ReportBuilder.usual(day: 1)
    skipped.findings.removeLast()
    let report = try store.record(skipped.report, skippedRules: [RuleID("VM-101")])
    #expect(report.statuses == ["VM-201 open 0"])
    #expect(try store.findingLifetimes().allSatisfy { $0.solved == nil })
    let back = try store.record(ReportBuilder.usual(day: 2).report)
    #expect(back.statuses == ["VM-101 new 0", "VM-201 open 0"])
  }

  @Test func `accepted findings stay visible and come back when it expires`() throws {
    let acceptance = try store.addAcceptance(
      Acceptance(
        scope: AcceptanceScope(destination: "gmail.com"), owner: "privacy officer",
        reason: "pilot", created: ReportBuilder.time(day: 0),
        expires: ReportBuilder.time(day: 2)))
    let first = try store.record(ReportBuilder.usual(day: 1).report)
    #expect(first.statuses == ["VM-101 accepted 1", "VM-201 new 1"])
    let second = try store.record(ReportBuilder.usual(day: 2).report)
    #expect(second.statuses == ["VM-101 open 1", "VM-201 open 1"])
    #expect(isSame(try store.report(run: first.run.id), first))
    let judged = try store.report(judgedAt: ReportBuilder.time(day: 1))
    #expect(judged?.statuses == ["VM-101 accepted 1", "VM-201 open 1"])
    #expect(try store.removeAcceptance(acceptance.id, at: ReportBuilder.time(day: 0)))
    #expect(try !store.removeAcceptance(acceptance.id, at: ReportBuilder.time(day: 1)))
    let withdrawn = try store.report(judgedAt: ReportBuilder.time(day: 1))
    #expect(withdrawn?.statuses == ["VM-101 open 1", "VM-201 open 1"])
  }

  @Test func `sites do not mix`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var copy = ReportBuilder.usual(day: 1)
    copy.spool = "/tmp/copy"
    copy.findings.removeLast()
    let report = try store.record(copy.report)
    #expect(report.statuses == ["VM-201 new 1"])
    #expect(report.run.previous == nil)
    let again = try store.record(ReportBuilder.usual(day: 2).report)
    #expect(again.statuses == ["VM-101 open 0", "VM-201 open 0"])
    #expect(again.run.previous == 1)
  }

  @Test func `a mailbox named twice is refused and nothing is recorded`() throws {
    var twice = ReportBuilder.usual(day: 0)
    twice.mailboxes.append(twice.mailboxes[0])
    #expect(throws: StoreError.self) { try store.record(twice.report) }
    #expect(try store.runs().isEmpty)
  }
}

private func + (left: ByteText, right: String) -> ByteText {
  ByteText(bytes: left.bytes + Array(right.utf8))
}
