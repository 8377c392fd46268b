import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// How mails lie in the database: packed, few rows, nothing twice.
struct MailChunkTests {
  private static let day: Int64 = 86_400
  private static let start: Int64 = 1_790_000_000

  private func rows(_ store: HistoryStore) throws -> (chunks: Int, mails: Int, bytes: Int) {
    try store.read { db in
      let row = try #require(
        try Row.fetchOne(
          db,
          sql: """
            SELECT count(*), coalesce(sum(mails), 0), coalesce(sum(length(packed)), 0)
            FROM mailChunk
            """))
      return (row[0], row[1], row[2])
    }
  }

  private func mails(_ store: HistoryStore, _ mailbox: ByteText = "1001") throws -> [MailRecord] {
    try store.evidence().mails(forMailbox: mailbox)
  }

  @Test func `every field of a mail comes back`() throws {
    var mail = EvidenceTests.mail("1001", 7, source: .mailer)
    mail.hasAudio = false
    mail.exitStatus = 75
    mail.uncertainty = 3600
    mail.pid = .max
    mail.recipients.append(
      MailRecipient(address: "\u{ff}", status: .failed, time: Timestamp(-5), detail: ""))
    var bare = EvidenceTests.mail("1001", 8)
    (bare.size, bare.expectedRecipients, bare.recipients) = (nil, nil, [])
    (bare.messageID, bare.host) = ("msmtp-1-77", "")
    var odd = EvidenceTests.mail("1001", 9)
    odd.messageID = "Asterisk-@pbx.example.com"
    var hostless = EvidenceTests.mail("1001", 10)
    (hostless.messageID, hostless.host) = ("Asterisk-", "x")
    for mail in [mail, bare, odd, hostless] {
      let store = try HistoryStore.temporary()
      try store.importEvidence { try $0.add(mail) }
      #expect(try mails(store) == [mail])
    }
  }

  @Test func `a mail deferred in one run and sent in the next is one mail`() throws {
    let store = try HistoryStore.temporary()
    let (queued, sent) = (
      EvidenceTests.mail("1001", 1, status: .deferred), EvidenceTests.mail("1001", 1)
    )
    try store.importEvidence { batch in
      for number in 2..<400 { try batch.add(EvidenceTests.mail("1001", Int32(number))) }
      try batch.add(queued)
    }
    let counts = try store.importEvidence { batch in
      try batch.add(sent)
      try batch.flush()
      return (batch.added, batch.changed)
    }
    #expect(counts == (0, 1))
    #expect(
      try mails(store).filter { $0.messageID == sent.messageID } == [queued.merged(with: sent)])
    #expect(try rows(store).mails == 399)
  }

  @Test func `what was told before changes nothing`() throws {
    let store = try HistoryStore.temporary()
    let all = (1...900).map { number in
      EvidenceTests.mail(ByteText("\(1000 + number % 7)"), Int32(number))
    }
    try store.importEvidence { batch in for mail in all { try batch.add(mail) } }
    let before = try rows(store)
    let counts = try store.importEvidence { batch in
      for mail in all.shuffled() { try batch.add(mail) }
      try batch.flush()
      return (batch.added, batch.changed)
    }
    #expect(counts == (0, 0))
    #expect(try rows(store) == before)
    #expect(before.mails == 900)
  }

  @Test func `years of nights leave few rows`() throws {
    let store = try HistoryStore.temporary()
    for night in 1...400 {
      try store.importEvidence { batch in
        let time = Self.start + Int64(night) * Self.day
        try batch.add(EvidenceTests.mail("1001", Int32(night), time: time))
      }
    }
    let rows = try rows(store)
    #expect(rows.mails == 400)
    #expect(rows.bytes < 400 * 200)
    #expect(rows.chunks <= 1 + rows.bytes / (MailChunk.page / 2))
    #expect(try mails(store).map(\.messageNumber) == Array(0..<400))
  }

  @Test func `a great import is written in parts and stays whole`() throws {
    let store = try HistoryStore.temporary()
    let detail = ByteText(bytes: [UInt8](repeating: 0x78, count: 200))
    try store.importEvidence { batch in
      for number in 1...40_000 {
        var mail = EvidenceTests.mail(ByteText("\(number % 50)"), Int32(number))
        mail.recipients[0].detail = detail
        try batch.add(mail)
      }
    }
    #expect(try rows(store).mails == 40_000)
    let found = try mails(store, "17")
    #expect(found.count == 800)
    #expect(found.map(\.accepted) == found.map(\.accepted).sorted())
    let longest = try store.read {
      try Int.fetchOne($0, sql: "SELECT max(length(packed)) FROM mailChunk")
    }
    #expect(longest ?? .max <= MailChunk.longest)
  }

  @Test func `a mail in two parts of one import is one mail`() throws {
    let store = try HistoryStore.temporary()
    let one = EvidenceTests.mail("1001", 1, status: .queued)
    let two = EvidenceTests.mail("1001", 1)
    try store.importEvidence { batch in
      try batch.add(one)
      for number in 1...90_000 {
        try batch.add(EvidenceTests.mail(ByteText("\(2000 + number % 900)"), Int32(number)))
      }
      try batch.add(two)
    }
    #expect(try mails(store) == [one.merged(with: two)])
    #expect(try rows(store).mails == 90_001)
  }

  @Test func `mails told out of order and twice in one import are merged`() throws {
    let store = try HistoryStore.temporary()
    let one = (1...60).map { EvidenceTests.mail("1001", Int32($0), status: .queued) }
    let two = (1...60).map { EvidenceTests.mail("1001", Int32($0)) }
    try store.importEvidence { batch in
      for mail in (one + two).shuffled() { try batch.add(mail) }
    }
    #expect(try mails(store) == zip(one, two).map { $0.merged(with: $1) })
    #expect(try rows(store).mails == 60)
  }

  @Test func `removing old evidence cuts a chunk and what the log covers`() throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { batch in
      for number in 1...100 { try batch.add(EvidenceTests.mail("1001", Int32(number), time: 0)) }
      batch.addCoverage(LogCoverage(log: "/a", from: Timestamp(1), to: Timestamp(99)))
    }
    #expect(try store.pruneEvidence(before: Timestamp(41)) == 40)
    #expect(try mails(store).map(\.accepted) == (41...100).map { Timestamp($0) })
    #expect(
      try store.evidence().coverage()
        == [LogCoverage(log: "/a", from: Timestamp(41), to: Timestamp(99))])
    #expect(try store.integrityProblems().isEmpty)
    #expect(try store.statistics().rows["mail"] == 60)
  }

  @Test(arguments: [0, 1, 5, 40])
  func `a damaged chunk is an error and no crash`(place: Int) throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { try $0.add(EvidenceTests.mail("1001", 1)) }
    try store.write { db in
      var packed = try #require(
        try Row.fetchOne(db, sql: "SELECT packed FROM mailChunk")
      ).bytes(at: 0)
      packed[place] = 0xFF
      packed.removeLast(3)
      try db.execute(
        sql: "UPDATE mailChunk SET packed = ?", arguments: [ByteText(bytes: packed).data])
    }
    #expect(throws: StoreError.self) { try mails(store) }
  }
}
