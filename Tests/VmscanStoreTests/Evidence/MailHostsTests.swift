import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// The hosts of mails are known with their times, however the mails came and go.
struct MailHostsTests {
  private static func mail(_ host: ByteText, at time: Int64, of log: ByteText = "/var/log/mail.log")
    -> MailRecord
  {
    var mail = EvidenceTests.mail("1001", Int32(truncatingIfNeeded: time), time: 0)
    mail.accepted = Timestamp(time * 8640)
    (mail.host, mail.origin) = (host, log)
    mail.messageID = ByteText(bytes: Array("Asterisk-1-\(time)-1001-42@".utf8) + host.bytes)
    return mail
  }

  private static let mails = [
    mail("a", at: 50), mail("b", at: 40), mail("a", at: 70), mail("a", at: 60, of: "/b.log"),
    mail("b", at: 90), mail("b", at: 91), mail("c", at: 10, of: "/b.log"), mail("a", at: 20),
  ]

  private static func host(_ name: ByteText, _ days: [Int: Int]) -> MailHost {
    MailHost(name, days: days)
  }

  private func imported(_ store: HistoryStore) throws -> HistoryStore {
    for part in [Self.mails[..<3], Self.mails[3...]] {
      try store.importEvidence { batch in
        for mail in part { try batch.add(mail) }
        try batch.flush()
      }
    }
    return store
  }

  @Test func `an import counts the mails of each host by day`() throws {
    let store = try imported(try HistoryStore.temporary())
    let known = [
      Self.host("a", [2: 1, 5: 1, 6: 1, 7: 1]), Self.host("b", [4: 1, 9: 2]),
      Self.host("c", [1: 1]),
    ]
    #expect(try store.evidence().hosts == known)
    // The same from the mails themselves, as an older history learns them.
    try store.write { db in
      try db.execute(sql: "DELETE FROM mailHost")
      try MailHosts.rebuild(in: db)
    }
    #expect(try store.evidence().hosts == known)
    let more = try HistoryStore.temporary()
    try more.importEvidence { try $0.add(Self.mail("a", at: 99)) }
    let layers = try LayeredEvidence([try store.evidence(), try more.evidence()])
    #expect(layers.hosts == [Self.host("a", [2: 1, 5: 1, 6: 1, 7: 1, 9: 1])] + known.dropFirst())
  }

  @Test func `a mail without a host has none`() throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { batch in
      try batch.add(Self.mail("", at: 5))
      try batch.add(Self.mail("a", at: 6))
      try batch.add(Self.mail("", at: 7))
    }
    #expect(try store.evidence().hosts == [Self.host("a", [0: 1])])
  }

  @Test func `what is forgotten of the mails is forgotten of their hosts`() throws {
    let store = try imported(try HistoryStore.temporary())
    try store.forgetEvidence(of: "/b.log")
    #expect(
      try store.evidence().hosts
        == [Self.host("a", [2: 1, 5: 1, 7: 1]), Self.host("b", [4: 1, 9: 2])])
    try store.pruneEvidence(before: Timestamp(80 * 8640))
    #expect(try store.evidence().hosts == [Self.host("b", [9: 2])])
  }

  @Test func `any number of hosts takes little memory and is kept`() throws {
    let store = try HistoryStore.temporary()
    try store.importEvidence { batch in
      for number in 0..<25_000 {
        try batch.add(Self.mail(ByteText("h\(number)"), at: Int64(number)))
      }
    }
    #expect(try store.evidence().hosts.count == 25_000)
  }

  @Test func `the hosts of a site's own mails are remembered where its spool goes`() throws {
    let store = try HistoryStore.temporary()
    func record(_ spool: ByteText, at time: Int64, _ hosts: Set<ByteText>) throws {
      var builder = ReportBuilder.usual(day: time)
      builder.spool = spool
      var report = builder.report
      try store.record(&report, mailMemory: MailMemory(ownHosts: hosts))
    }
    func site(_ spool: ByteText) -> SiteKey {
      SiteKey(host: "pbx.example.com", spool: spool, etc: "/etc/asterisk")
    }
    func own(_ spool: ByteText) throws -> Set<ByteText> {
      try store.destinations(of: site(spool)).ownHosts
    }
    try record("/a", at: 1, ["x"])
    try record("/a", at: 2, ["y"])
    #expect(try own("/a") == ["x", "y"])
    #expect(try own("/b") == ["x", "y"])
  }
}
