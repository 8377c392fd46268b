import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// One database per shipped schema must stay readable for ever.
///
/// `RECORD_DATABASES=1 swift test --filter StoredDatabaseTests` writes the one of the present
/// schema and fails; those of earlier schemas are never written again.
struct StoredDatabaseTests {
  static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Fixtures/databases/"
  }()

  /// What every stored database holds.
  static func fill(_ store: HistoryStore) throws {
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    var fixed = ReportBuilder.usual(day: 1)
    fixed.findings.removeLast()
    fixed.mailboxes[0] = ReportBuilder.box("1001", addresses: ["eve@gmail.com"])
    _ = try store.record(fixed.report)
    try store.importEvidence { batch in
      try batch.add(EvidenceTests.mail("1001", 1))
      batch.setCursor([1, 2, 3], of: "/var/log/mail.log")
      batch.addCoverage(
        LogCoverage(log: "/var/log/mail.log", from: Timestamp(10), to: Timestamp(20)))
    }
    _ = try store.addHold(RegisterTests.hold)
    _ = try store.addAcceptance(RegisterTests.acceptance)
    try store.append(contentsOf: JournalTests.records(3))
  }

  @Test(arguments: ["1", "2-mail", "3-folder"])
  func `a database of an earlier release opens and tells the same`(schema: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/old.db"
    let stored = contents(of: Self.folder + schema + ".db")
    try #require(!stored.isEmpty, "no stored database of schema \(schema)")
    write(stored, to: path)
    let (old, fresh) = (try HistoryStore(path: path), try HistoryStore.temporary())
    try Self.fill(fresh)
    for run in [Int64(1), 2] {
      var expected = try #require(try fresh.report(run: run))
      // Earlier releases did not look into the quarantine, so their zero is none.
      if ["1", "2-mail"].contains(schema) { expected.totals.quarantined.reading = .notRead }
      expected = Self.asProse(expected)
      #expect(isSame(try old.report(run: run), expected))
    }
    #expect(try old.holds() == fresh.holds())
    #expect(try old.acceptances() == fresh.acceptances())
    #expect(try old.records(run: nil) == fresh.records(run: nil))
    #expect(try old.verifyJournal() == fresh.verifyJournal())
    #expect(try old.logCursors() == fresh.logCursors())
    #expect(
      try old.evidence().mails(forMailbox: "1001") == fresh.evidence().mails(forMailbox: "1001"))
    #expect(try old.evidence().coverage() == fresh.evidence().coverage())
    #expect(try old.integrityProblems().isEmpty)
    #expect(try old.sites().map(\.name) == ["pbx.example.com"])
    #expect(try Self.spans(old) == Self.spans(fresh))
    let next = try old.record(ReportBuilder.usual(day: 2).report)
    #expect(next.run.previous == 2)
    // The mended finding is back: first seen by run 1, whatever release recorded that.
    #expect(next.statuses == ["VM-101 new 0", "VM-201 open 0"])
  }

  /// A history of schema 3 in which the PIN of 1001 counts up, as a rule of its own told it.
  private func historyWithPINRule(
    _ directory: TemporaryDirectory, accepted: Bool
  ) throws -> HistoryStore {
    let path = directory.path + "/old.db"
    write(contents(of: Self.folder + "3-folder.db"), to: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql: "UPDATE word SET value = CAST('VM-507' AS BLOB) WHERE value = CAST('VM-201' AS BLOB)")
      try #require(db.changesCount == 1)
      guard accepted else { return }
      let fingerprint = ReportBuilder.finding("VM-201", box: "1001").fingerprint
      try db.execute(
        sql: """
          INSERT INTO acceptance (scope, owner, reason, created)
          VALUES (json_object('fingerprint', ?), 'Records Office', 'known', 0)
          """, arguments: [fingerprint.description])
    }
    try queue.close()
    return try HistoryStore(path: path)
  }

  private func weakPIN(day: Int64, _ reasons: [String]) -> ScanReport {
    var builder = ReportBuilder.usual(day: day)
    let told = reasons.map { Sentence.Argument.reason($0, "it is weak", isSecret: true) }
    builder.findings[0] = ReportBuilder.finding(
      "VM-500", box: "1001", .high, "The PIN is weak: \(all: told).",
      fingerprint: String(repeating: "\(reasons.count)", count: 32))
    return builder.report
  }

  @Test func `a finding of a PIN rule lives on in the one that tells its reason`() throws {
    let directory = try TemporaryDirectory()
    let store = try historyWithPINRule(directory, accepted: false)
    let same = try store.record(weakPIN(day: 2, ["VM-507"]))
    #expect(same.statuses == ["VM-101 new 0", "VM-500 open 0"])
    let more = try store.record(weakPIN(day: 3, ["VM-507", "VM-510"]))
    #expect(more.statuses == ["VM-101 open 0", "VM-500 new 0"], "one reason more is news")
    let fewer = try store.record(weakPIN(day: 4, ["VM-507"]))
    #expect(fewer.statuses == ["VM-101 open 0", "VM-500 open 0"])
    #expect(try store.findingLifetimes().allSatisfy { $0.finding.rule != RuleID("VM-507") })
    var mended = ReportBuilder.usual(day: 5)
    mended.findings.removeFirst()
    #expect(try store.record(mended.report).statuses == ["VM-101 open 0", "VM-500 solved 0"])
  }

  @Test func `an accepted finding of a PIN rule stays accepted, and only that`() throws {
    let directory = try TemporaryDirectory()
    let store = try historyWithPINRule(directory, accepted: true)
    let same = try store.record(weakPIN(day: 2, ["VM-507"]))
    #expect(same.statuses == ["VM-101 new 0", "VM-500 accepted 0"])
    let more = try store.record(weakPIN(day: 3, ["VM-507", "VM-510"]))
    #expect(more.statuses == ["VM-101 open 0", "VM-500 new 0"])
    var other = ReportBuilder.usual(day: 4)
    other.findings[0] = ReportBuilder.finding(
      "VM-500", box: "1002", .high,
      "The PIN is weak: \(all: [.reason("VM-507", "it is weak", isSecret: true)]).")
    let elsewhere = try store.record(other.report)
    #expect(elsewhere.findings.allSatisfy { $0.status != .accepted })
  }

  @Test func `a finding that becomes part of another keeps its first sight`() throws {
    let store = try HistoryStore.temporary()
    var builder = ReportBuilder.usual(day: 0)
    builder.findings = [ReportBuilder.finding("VM-105", box: "1001", .medium)]
    _ = try store.record(builder.report)
    let both = Finding.message(of: [
      Finding.Part(rule: RuleID("VM-304"), message: "Every message is deleted."),
      Finding.Part(rule: RuleID("VM-105"), message: "The address is none."),
    ])
    builder = ReportBuilder.usual(day: 1)
    builder.findings = [ReportBuilder.finding("VM-304", box: "1001", .critical, both)]
    #expect(try store.record(builder.report).statuses == ["VM-304 new 0"])
    builder = ReportBuilder.usual(day: 2)
    builder.findings = [ReportBuilder.finding("VM-105", box: "1001", .medium)]
    #expect(try store.record(builder.report).statuses == ["VM-105 open 0"])
    builder.findings = [
      ReportBuilder.finding("VM-105", box: "1001", .medium, fingerprint: "ab")
    ]
    builder.day = 3
    let other = try store.record(builder.report)
    #expect(other.statuses == ["VM-105 new 3", "VM-105 solved 0"], "another address")
  }

  /// Earlier releases recorded prose, of which nothing is known but that it is text.
  private static func asProse(_ report: ScanReport) -> ScanReport {
    func prose(_ reported: ReportedFinding) -> ReportedFinding {
      var reported = reported
      reported.finding.message = Sentence(text: reported.finding.message.unmasked)
      reported.finding.remedy = Sentence(.word(reported.finding.remedy.unmasked))
      return reported
    }
    var report = report
    report.findings = FindingList(report.findings.map(prose))
    report.solved = report.solved.map(prose)
    return report
  }

  /// In which runs every state of a mailbox held.
  private static func spans(_ store: HistoryStore) throws -> [String] {
    try store.read { db in
      try StateTable.all.flatMap { table in
        try String.fetchAll(
          db,
          sql: """
            SELECT mailbox.mailbox || ' \(table.name) ' || \(table.part ?? "''") || ' ' || from_run
              || '-' || coalesce(until_run, '') FROM \(table.name)
            JOIN mailbox ON mailbox.id = \(table.name).mailbox ORDER BY 1
            """)
      }
    }
  }

  @Test func `the mails of schema 1 are moved and none is lost`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/old.db"
    write(contents(of: Self.folder + "1.db"), to: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      // As many copies of its one mail as a small site has, in ten mailboxes.
      try db.execute(
        sql: """
          INSERT INTO mailNumber (mailbox) SELECT CAST(2000 + value AS BLOB)
          FROM (WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 9)
            SELECT value FROM n);
          INSERT INTO mail
          SELECT mailNumber.id, CAST('Asterisk-' || (value + 1) || '-1-2000-1@h' AS BLOB), source,
            logHost, host, origin, accepted + value, uncertainty, value, pid, queueID, size, hasAudio,
            exitStatus, expectedRecipients, recipients
          FROM mail, mailNumber, (WITH RECURSIVE n (value) AS
            (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 499) SELECT value FROM n)
          WHERE mailNumber.mailbox >= CAST('2000' AS BLOB);
          """)
    }
    try queue.close()
    let store = try HistoryStore(path: path)
    let evidence = try store.evidence()
    #expect(try evidence.mails(forMailbox: "1001") == [EvidenceTests.mail("1001", 1)])
    for box in 2000..<2010 {
      let mails = try evidence.mails(forMailbox: ByteText("\(box)"))
      #expect(mails.map(\.messageNumber) == Array(0..<500))
      #expect(mails.allSatisfy { $0.recipients == EvidenceTests.mail("1001", 1).recipients })
    }
    #expect(try store.statistics().rows["mail"] == 5001)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test(.enabled(if: isRecording, "RECORD_DATABASES is not set"))
  func `record the database of the present schema`() throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.database)
    try Self.fill(store)
    let copy = directory.path + "/copy.db"
    try store.backUp(to: copy)
    let name = try store.statistics().schema + ".db"
    write(contents(of: copy), to: Self.folder + name)
    Issue.record("wrote \(name); run again without RECORD_DATABASES")
  }
}
