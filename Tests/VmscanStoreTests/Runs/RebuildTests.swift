import Testing
import VmscanModel
import VmscanStore

struct RebuildTests {
  /// Boxes come, go and change at random; findings and problems with them.
  static func next(
    _ builder: ReportBuilder, _ generator: inout SeededGenerator
  ) -> ReportBuilder {
    var next = builder
    next.day += 1
    next.mailboxes.removeAll { _ in Int.random(in: 0..<10, using: &generator) == 0 }
    for number in 1000..<1015 where Int.random(in: 0..<8, using: &generator) == 0 {
      let name = ByteText("\(number)")
      if !next.mailboxes.contains(where: { $0.id.mailbox == name }) {
        next.mailboxes.append(ReportBuilder.box(name))
      }
    }
    for index in next.mailboxes.indices where Int.random(in: 0..<4, using: &generator) == 0 {
      let addresses: [ByteText] = ["a@example.com", "b@gmail.com", "c@\u{1}\u{FF}"]
      next.mailboxes[index] = ReportBuilder.box(
        next.mailboxes[index].id.mailbox,
        addresses: addresses.filter { _ in Bool.random(using: &generator) },
        messages: Int.random(in: 0..<3, using: &generator),
        isPartial: Int.random(in: 0..<5, using: &generator) == 0)
    }
    next.findings = next.mailboxes.flatMap { box in
      ["VM-101", "VM-201"].filter { _ in Bool.random(using: &generator) }.map {
        ReportBuilder.finding(
          $0, box: box.id.mailbox, Severity.allCases.randomElement(using: &generator) ?? .low,
          "\(Int.random(in: 0..<2, using: &generator)) messages",
          fingerprint: Int.random(in: 0..<6, using: &generator) == 0 ? "same" : nil)
      }
    }
    next.credentials = credentials(&generator)
    next.findings += next.credentials.devices.filter(\.isOpen).map { device in
      Finding(
        rule: RuleID("VC-101"), severity: .critical, subject: .device(device.id),
        message: "It is open.", remedy: "Close it.", fingerprint: Fingerprint("\(device.id)"))
    }
    next.problems = (0..<Int.random(in: 0..<3, using: &generator)).map {
      SourceProblem(
        .unreadable, path: ByteText("/var/spool/\($0)"), line: $0 == 0 ? nil : 4, detail: "EIO")
    }
    return next
  }

  /// Some devices, accounts and listeners, with names that are no text and names that come twice.
  private static func credentials(_ generator: inout SeededGenerator) -> CredentialReport {
    var report = CredentialReport()
    let names: [ByteText] = ["100", "100", "a/b", "\u{1}\u{FF}", ByteText(bytes: [0xFF, 0, 0x2F])]
    for name in names where Bool.random(using: &generator) {
      let origin = Origin(
        file: "/etc/asterisk/pjsip.conf", line: Int.random(in: 0..<3, using: &generator))
      var device = DeviceReport(
        id: DeviceID(Device.Kind.allCases.randomElement(using: &generator) ?? .sip, name),
        origin: origin, fault: LoadFault.allCases.randomElement(using: &generator),
        form: CredentialForm.allCases.randomElement(using: &generator) ?? .plain)
      if Bool.random(using: &generator) { device.fault = nil }
      device.isOpen = Bool.random(using: &generator)
      device.context = name
      device.mailboxes = [ReportBuilder.id("1001"), MailboxID(context: "x", mailbox: name)]
        .filter { _ in Bool.random(using: &generator) }
      device.severity = Severity.allCases.randomElement(using: &generator)
      device.isWeak = Bool.random(using: &generator)
      report.devices.append(device)
      var account = AccountReport(
        kind: .ami, name: name, origin: origin, fault: nil,
        form: CredentialForm.allCases.randomElement(using: &generator) ?? .plain)
      account.powers = Set(
        Account.Power.allCases.filter { _ in Bool.random(using: &generator) })
      account.isOffHost = Bool.random(using: &generator)
      report.accounts.append(account)
      var listener = Listener(
        service: .http, transport: "tcp", address: name, port: 8088, isTLS: false, origin: origin)
      listener.serves = ["ari", "ami"].filter { _ in Bool.random(using: &generator) }
      report.listeners.append(listener)
    }
    report.sort()
    return report
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `every run can be told again exactly as it was recorded`(seed: UInt64) throws {
    let store = try HistoryStore.temporary()
    var generator = SeededGenerator(seed: seed)
    var builder = ReportBuilder(day: 0)
    var recorded: [ScanReport] = []
    for _ in 0..<30 {
      builder = Self.next(builder, &generator)
      recorded.append(try store.record(builder.report))
    }
    for report in recorded {
      #expect(isSame(try store.report(run: report.run.id), report), "seed \(seed)")
    }
    let removed = try store.pruneRuns(keepingLatest: 12)
    #expect(removed == recorded.prefix(18).map(\.run.id))
    for report in recorded.suffix(12) {
      #expect(isSame(try store.report(run: report.run.id), report), "seed \(seed), pruned")
    }
    #expect(try store.report(run: 1).map(\.run) == nil)
    let next = try store.record(Self.next(builder, &generator).report)
    #expect(isSame(try store.report(), next))
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `an unchanged run adds one row and no facts`() throws {
    let store = try HistoryStore.temporary()
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    let before = try store.statistics().rows
    _ = try store.record(ReportBuilder.usual(day: 1).report)
    var expected = before
    expected["run"] = 2
    #expect(try store.statistics().rows == expected)
  }

  @Test func `sums come back without the report`() throws {
    let store = try HistoryStore.temporary()
    #expect(try store.latestRun() == nil)
    #expect(try store.report().map(\.run) == nil)
    var builder = ReportBuilder.usual(day: 0)
    builder.problems = [SourceProblem(.partial, path: "/x", detail: "cut")]
    let report = try store.record(builder.report)
    let summary = try #require(try store.latestRun())
    #expect(summary.run == report.run)
    #expect(summary.totals == report.totals)
    #expect(!summary.isComplete)
    #expect(summary.findings[.high, .new] == 1)
    #expect(summary.findings.unresolved(.medium) == 1)
    #expect(try store.findings() == report.findings)
  }
}
