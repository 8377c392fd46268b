import Dispatch
import Synchronization
import Testing
import VmscanModel
import VmscanStore

struct EvidenceTests {
  static func mail(
    _ mailbox: ByteText, _ number: Int32, status: MailRecipient.Status = .sent,
    source: MailRecord.Source = .postfix, time: Int64 = 1_790_000_000
  ) -> MailRecord {
    MailRecord(
      source: source, origin: "/var/log/mail.log", logHost: "relay", queueID: "4F3A1",
      messageID: ByteText("Asterisk-\(number)-77-\(mailbox)-4242@pbx.example.com"),
      messageNumber: number - 1, mailbox: mailbox, pid: 4242, host: "pbx.example.com",
      accepted: Timestamp(time + Int64(number)), size: 52_000, hasAudio: nil,
      recipients: [
        MailRecipient(
          address: "alice@example.com", originalAddress: "alice", status: status,
          time: Timestamp(time + 9), detail: "250 2.0.0 Ok \u{1}")
      ], exitStatus: nil, expectedRecipients: 1, uncertainty: nil)
  }

  @Test func `mails come back as they went in, in order of time`() throws {
    let store = try HistoryStore.temporary()
    let mails = [Self.mail("1001", 2), Self.mail("1001", 1), Self.mail("1002", 1)]
    let counts = try store.importEvidence { batch in
      for mail in mails { try batch.add(mail) }
      try batch.flush()
      return (batch.added, batch.changed)
    }
    #expect(counts == (3, 0))
    let evidence = try store.evidence()
    #expect(try evidence.mails(forMailbox: "1001") == [mails[1], mails[0]])
    #expect(try evidence.mails(forMailbox: "1002") == [mails[2]])
    #expect(try evidence.mails(forMailbox: "1003").isEmpty)
  }

  @Test func `a later sighting is merged and another log stays apart`() throws {
    let store = try HistoryStore.temporary()
    let (queued, sent) = (Self.mail("1001", 1, status: .queued), Self.mail("1001", 1))
    let mailer = Self.mail("1001", 1, source: .mailer)
    let changed = try store.importEvidence { batch in
      for mail in [queued, sent, sent, queued, mailer] { try batch.add(mail) }
      try batch.flush()
      return batch.changed
    }
    #expect(changed == 1)
    let mails = try store.evidence().mails(forMailbox: "1001")
    #expect(Set(mails) == [queued.merged(with: sent), mailer])
  }

  @Test func `mails and cursor stand or fall together`() throws {
    let store = try HistoryStore.temporary()
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.importEvidence { batch in
        try batch.add(Self.mail("1001", 1))
        batch.setCursor([1], of: "/var/log/mail.log")
        throw Stop()
      }
    }
    #expect(try store.logCursors().isEmpty)
    #expect(try store.evidence().mails(forMailbox: "1001").isEmpty)
    try store.importEvidence { $0.setCursor([1, 0, 255], of: "/a") }
    try store.importEvidence { $0.setCursor([2], of: "/a") }
    #expect(try store.logCursors() == ["/a": [2]])
    try store.importEvidence { $0.removeCursor(of: "/a") }
    #expect(try store.logCursors().isEmpty)
  }

  @Test func `another program may write history while a log is read`() throws {
    let directory = try TemporaryDirectory()
    let store = try HistoryStore(path: directory.database)
    // It does not wait for a lock.
    let other = try HistoryStore(path: directory.database, waiting: 0)
    try store.importEvidence { batch in
      for number in 1...200 { try batch.add(Self.mail("1001", Int32(number))) }
      try other.importEvidence { $0.setCursor([7], of: "/b") }
      batch.setCursor([8], of: "/a")
    }
    #expect(try store.logCursors() == ["/a": [8], "/b": [7]])
    #expect(try store.evidence().mails(forMailbox: "1001").count == 200)
  }

  static let stretches: [(given: [ClosedRange<Int64>], merged: [ClosedRange<Int64>])] = [
    ([10...20, 20...30], [10...30]),
    ([20...30, 10...20], [10...30]),
    ([10...20, 21...30], [10...20, 21...30]),
    ([10...20, 40...50, 15...45], [10...50]),
    ([10...50, 20...30], [10...50]),
    ([10...20, 30...40, 50...60, 0...100], [0...100]),
  ]

  @Test(arguments: stretches)
  func `stretches that meet become one`(
    row: (given: [ClosedRange<Int64>], merged: [ClosedRange<Int64>])
  ) throws {
    let store = try HistoryStore.temporary()
    func coverage(_ range: ClosedRange<Int64>, _ log: ByteText) -> LogCoverage {
      LogCoverage(
        log: log, from: Timestamp(range.lowerBound), to: Timestamp(range.upperBound))
    }
    try store.importEvidence { batch in
      for range in row.given { batch.addCoverage(coverage(range, "/a")) }
      batch.addCoverage(coverage(15...16, "/b"))
    }
    let found = try store.evidence().coverage()
    #expect(found.filter { $0.log == "/a" } == row.merged.map { coverage($0, "/a") })
    #expect(found.filter { $0.log == "/b" } == [coverage(15...16, "/b")])
  }

  static let holes: [(hole: ClosedRange<Int64>, left: [ClosedRange<Int64>])] = [
    (20...30, [10...20, 30...40, 60...80]), (5...15, [15...40, 60...80]),
    (30...50, [10...30, 60...80]), (30...70, [10...30, 70...80]), (10...40, [60...80]),
    (45...50, [10...40, 60...80]), (0...100, []), (40...60, [10...40, 60...80]),
  ]

  @Test(arguments: holes)
  func `a hole is taken out of what earlier imports covered`(
    row: (hole: ClosedRange<Int64>, left: [ClosedRange<Int64>])
  ) throws {
    let store = try HistoryStore.temporary()
    func coverage(_ range: ClosedRange<Int64>, _ log: ByteText = "/a") -> LogCoverage {
      LogCoverage(
        log: log, from: Timestamp(range.lowerBound), to: Timestamp(range.upperBound))
    }
    try store.importEvidence { batch in
      batch.addCoverage(coverage(10...40))
      batch.addCoverage(coverage(60...80))
      batch.addCoverage(coverage(10...90, "/b"))
    }
    try store.importEvidence { batch in
      batch.addCoverage(coverage(10...12))
      batch.addHole(Timestamp(row.hole.lowerBound)...Timestamp(row.hole.upperBound), of: "/a")
    }
    let found = try store.evidence().coverage()
    #expect(found.filter { $0.log == "/a" } == row.left.map { coverage($0) })
    #expect(found.filter { $0.log == "/b" } == [coverage(10...90, "/b")])
  }

  @Test func `several threads may look up at once`() throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { batch in
      for box in 1000..<1200 { try batch.add(Self.mail(ByteText("\(box)"), 1)) }
    }
    let evidence = try store.evidence()
    let found = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 400) { index in
      let box = ByteText("\(1000 + index % 200)")
      let mails = (try? evidence.mails(forMailbox: box)) ?? []
      if mails.count == 1, mails[0].mailbox == box { found.withLock { $0 += 1 } }
    }
    #expect(found.withLock { $0 } == 400)
  }

  @Test func `old evidence can be removed`() throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { batch in
      try batch.add(Self.mail("1001", 1, time: 1000))
      try batch.add(Self.mail("1002", 1, time: 9000))
      batch.addCoverage(LogCoverage(log: "/a", from: Timestamp(1), to: Timestamp(2000)))
      batch.addCoverage(LogCoverage(log: "/a", from: Timestamp(4000), to: Timestamp(9999)))
    }
    #expect(try store.pruneEvidence(before: Timestamp(5000)) == 1)
    let evidence = try store.evidence()
    #expect(try evidence.mails(forMailbox: "1001").isEmpty)
    #expect(try evidence.mails(forMailbox: "1002").count == 1)
    // Where mails were removed, no log shows any more that there was none.
    #expect(try evidence.coverage().map(\.from) == [Timestamp(5000)])
    #expect(try store.integrityProblems().isEmpty)
  }
}
