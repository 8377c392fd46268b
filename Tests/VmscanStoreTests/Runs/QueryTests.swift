import Testing
import VmscanModel
import VmscanStore

struct QueryTests {
  let store: HistoryStore

  init() throws { store = try HistoryStore.temporary() }

  @Test func `runs are listed oldest first and can be limited`() throws {
    for day in 0..<5 { _ = try store.record(ReportBuilder.usual(day: Int64(day)).report) }
    #expect(try store.runs().map(\.run.id) == [1, 2, 3, 4, 5])
    #expect(try store.runs(limit: 2).map(\.run.id) == [4, 5])
    #expect(try store.runs(since: ReportBuilder.time(day: 3)).map(\.run.id) == [4, 5])
  }

  @Test func `time to fix is counted from the run that found it`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var fixed = ReportBuilder.usual(day: 3)
    fixed.findings.removeLast()
    _ = try store.record(fixed.report)
    let lifetimes = try store.findingLifetimes()
    #expect(lifetimes.map(\.timeToFix).contains(.days(3)))
    #expect(lifetimes.filter { $0.solved == nil }.map(\.finding.rule) == [RuleID("VM-201")])
  }

  @Test func `recipients have a first and a last sight`() throws {
    for (day, addresses) in [
      ["alice@example.com"], ["alice@example.com", "bob@gmail.com"], ["ALICE@example.com"],
    ].enumerated() {
      var builder = ReportBuilder(day: Int64(day))
      builder.mailboxes = [ReportBuilder.box("1001", addresses: addresses.map { ByteText($0) })]
      _ = try store.record(builder.report)
    }
    let history = try store.recipientHistory(of: ReportBuilder.id("1001"))
    #expect(history.map(\.recipient.address) == ["ALICE@example.com", "bob@gmail.com"])
    #expect(history.map(\.firstSeen) == [0, 1].map { ReportBuilder.time(day: $0) })
    #expect(history.map(\.lastSeen) == [2, 1].map { ReportBuilder.time(day: $0) })
    #expect(history.map(\.isCurrent) == [true, false])
    try store.pruneRuns(keepingLatest: 1)
    let kept = try store.recipientHistory(of: ReportBuilder.id("1001"))
    #expect(kept.map(\.firstSeen) == [ReportBuilder.time(day: 0)])
  }

  @Test func `two runs are compared in both directions`() throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var changed = ReportBuilder.usual(day: 1)
    changed.findings.removeLast()
    changed.mailboxes[0] = ReportBuilder.box("1001", addresses: ["eve@gmail.com"])
    changed.mailboxes.append(ReportBuilder.box("1003"))
    _ = try store.record(changed.report)
    let forward = try store.compare(1, with: 2)
    #expect(forward.disappeared.map(\.finding.rule) == [RuleID("VM-101")])
    #expect(forward.appeared.isEmpty)
    #expect(forward.mailboxesAdded == [ReportBuilder.id("1003")])
    #expect(forward.recipients.map(\.mailbox) == [ReportBuilder.id("1001")])
    #expect(forward.recipients.first?.added.map(\.address) == ["eve@gmail.com"])
    #expect(forward.recipients.first?.removed.map(\.address) == ["alice@example.com"])
    let back = try store.compare(2, with: 1)
    #expect(back.appeared.map(\.finding.rule) == [RuleID("VM-101")])
    #expect(back.mailboxesRemoved == [ReportBuilder.id("1003")])
    #expect(throws: StoreError.noSuchRun(9)) { try store.compare(1, with: 9) }
  }

  @Test func `what came and went between two runs is told, and what only no longer applies`() throws
  {
    func report(day: Int64, _ rules: [(String, ByteText)], without: ByteText? = nil) -> ScanReport {
      var builder = ReportBuilder.usual(day: day)
      builder.mailboxes.removeAll { $0.id.mailbox == without }
      builder.findings = rules.map { ReportBuilder.finding($0.0, box: $0.1) }
      return builder.report
    }
    let days: [(rules: [(String, ByteText)], gone: ByteText?)] = [
      ([("VM-604", "1001"), ("VM-101", "1002"), ("VM-500", "1001")], nil),
      ([("VM-604", "1001"), ("VM-101", "1002"), ("VM-102", "1001")], nil),
      ([("VM-602", "1001")], "1002"),
    ]
    for (day, state) in days.enumerated() {
      _ = try store.record(report(day: Int64(day), state.rules, without: state.gone))
    }
    let comparison = try store.compare(1, with: 3)
    func rules(_ findings: [ReportedFinding]) -> [String] {
      findings.map(\.finding.rule.description)
    }
    #expect(rules(comparison.resolved) == ["VM-500"])
    #expect(rules(comparison.noLongerApplying).sorted() == ["VM-101", "VM-604"])
    #expect(rules(comparison.cameAndWent) == ["VM-102"])
    #expect(rules(comparison.appeared) == ["VM-602"])
    #expect(try store.compare(2, with: 3).cameAndWent.isEmpty)
    let latest = try #require(try store.report())
    #expect(rules(latest.endings.resolved) == ["VM-102"])
    #expect(rules(latest.endings.inapplicable).sorted() == ["VM-101", "VM-604"])
  }

  @Test func `a finding that lives on with fewer reasons is neither solved nor new`() throws {
    func finding(_ parts: [String]) -> Finding {
      var finding = ReportBuilder.finding(parts[0], box: "1001")
      finding.message = Finding.message(
        of: parts.map { Finding.Part(rule: RuleID($0), message: "told by \(word: $0)") })
      finding.fingerprint = Fingerprint(parts.joined(separator: "+"))
      return finding
    }
    // The second is what an accepted reason leaves, the third what is left when it is mended.
    let days: [[[String]]] = [
      [["VM-500", "VM-604"], ["VM-101"]], [["VM-500"], ["VM-604"], ["VM-101"]], [["VM-604"]],
    ]
    for (day, found) in days.enumerated() {
      var builder = ReportBuilder.usual(day: Int64(day))
      builder.findings = found.map(finding)
      _ = try store.record(builder.report)
    }
    func rules(_ findings: [ReportedFinding]) -> [String] {
      findings.map(\.finding.rule.description)
    }
    let split = try store.compare(1, with: 2)
    #expect(rules(split.disappeared).isEmpty)
    #expect(rules(split.appeared).isEmpty)
    let mended = try store.compare(1, with: 3)
    #expect(rules(mended.disappeared).sorted() == ["VM-101", "VM-500"])
    #expect(rules(mended.appeared).isEmpty)
    #expect(rules(mended.cameAndWent).isEmpty)
  }
}
