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
