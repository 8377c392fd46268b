import Foundation
import Testing
import VmscanTestSupport

/// What is known of a mail stays known when messages go and addresses change, asked of the program.
struct RememberedMailProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  private static let inbox = "1001@default INBOX/0"

  private static func mail(
    _ number: Int, at time: Int64, to address: String = "pat@example.com",
    for original: String? = nil, size: Int = 112_204
  ) -> String {
    let id = "4A1B2C\(time % 100_000)"
    let alias = original.map { "orig_to=<\($0)>, " } ?? ""
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-\(number + 1)-\(time)-1001-2231@pbx.example.com>",
      "qmgr[9]: \(id): from=<asterisk@pbx.example.com>, size=\(size), nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<\(address)>, \(alias)relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK)",
      "qmgr[9]: \(id): removed",
    ].map { "\(EvidenceProgramTests.stamp(time)) pbx postfix/\($0)\n" }.joined()
  }

  private static func log(_ site: MailSite, _ mails: String) throws -> String {
    let quiet = [Int64(-9000), 9000].map {
      "\(EvidenceProgramTests.stamp(mailed + $0)) pbx postfix/smtpd[9]: disconnect from localhost quit=1\n"
    }
    return try site.log(quiet[0] + mails + quiet[1])
  }

  private static func message(
    _ number: Int = 0, at mailed: Int64 = mailed, _ folder: String = "INBOX",
    context: String = "default", box: String = "1001", seconds: Int64 = 5, bytes: Int = 8185
  ) -> MailSite.Message {
    MailSite.Message(
      mailbox: box, number: number, mailed: mailed, seconds: seconds, bytes: bytes,
      context: context, folder: folder)
  }

  @Test
  func `a purge remembers whose mail the removed message had`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message())
    try site.leave(Self.message(1, at: Self.mailed + 4))
    let log = try Self.log(site, Self.mail(1, at: Self.mailed + 5))
    func purge() throws -> Finished {
      try site.vmscan(
        [
          "purge", "--emailed", "--evidence", "delivered", "--older", "1d", "--yes",
          "--max-percent", "100",
        ],
        logs: [log], now: Self.now)
    }
    let first = try purge()
    #expect(first.status == 0, "\(first.errors)")
    #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.inbox: "absent"])
    _ = try purge()
    #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.inbox: "absent"])
  }

  @Test
  func `a doubt that a scan saw stays when one of the messages is deleted`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    for (number, later) in [Int64(0), 60].enumerated() {
      try site.leave(Self.message(number, at: Self.mailed + later, "Old"))
    }
    let log = try Self.log(site, Self.mail(1, at: Self.mailed + 61))
    func grades() throws -> Set<String> {
      Set(try site.grades(logs: [log], now: Self.now).grades.values)
    }
    #expect(try grades() == ["absent"])
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    for kind in ["txt", "WAV"] {
      try FileManager.default.removeItem(
        atPath: site.spool + "/default/1001/Old/msg0001.\(kind)")
    }
    #expect(try grades() == ["absent"])
    let explained = try site.vmscan(
      ["explain", "1001@default", "Old/0"], logs: [log], now: Self.now)
    #expect(explained.output.contains("an earlier scan saw another message"))
  }

  @Test(arguments: ["kim@example.com", "pat@example.com", "kim@example.com|lee@example.com"])
  func `a mail that one of two people got delivers nothing after an edit`(edit: String) throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com|lee@example.com")])
    try site.leave(Self.message())
    let log = try Self.log(site, Self.mail(0, at: Self.mailed + 1))
    func grade() throws -> String? {
      try site.grades(logs: [log], now: Self.now).grades[Self.inbox]
    }
    #expect(try grade() == "handedOver")
    for night in 1...2 as ClosedRange<Int64> {
      let night = Self.now + night * 86400
      #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: night).status == 0)
      try site.configure([("1001", edit)])
      #expect(try grade() == "handedOver")
    }
  }

  @Test(arguments: ["pat@example.com", "pat@example.com|lee@example.com"])
  func `a pager is no address of mails, before and after a scan`(addresses: String) throws {
    let site = try MailSite()
    func configure(_ name: String) throws {
      try site.configure(
        "[general]\nformat=wav49\nattach=yes\n[default]\n"
          + "1001 => 731952,\(name),\(addresses),5551234@page.example.com,attach=yes\n")
    }
    try configure("Pat")
    try site.leave(Self.message())
    let log = try Self.log(site, Self.mail(0, at: Self.mailed + 1))
    let grade = addresses.contains("|") ? "handedOver" : "delivered"
    for night in 0...2 as ClosedRange<Int64> {
      #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.inbox: grade])
      let night = Self.now + night * 86400
      #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: night).status == 0)
      try configure("Pat \(night)")
    }
  }

  @Test
  func `one mail proves nothing in two contexts`() throws {
    let site = try MailSite()
    try site.configure(
      "[general]\nformat=wav49\nattach=yes\n[default]\n1001 => 731952,Pat,pat@example.com\n"
        + "[sales]\n1001 => 731953,Sales,desk@example.com\n")
    try site.leave(Self.message())
    try site.leave(Self.message(context: "sales"))
    let log = try Self.log(
      site, Self.mail(0, at: Self.mailed + 1, for: "desk@example.com"))
    let grades = try site.grades(logs: [log], now: Self.now).grades
    #expect(grades == [Self.inbox: "none", "1001@sales INBOX/0": "delivered"])
  }

  @Test
  func `a copy is delivered to those who had the mailbox when it was made`() throws {
    let site = try MailSite()
    func configure(_ second: String) throws {
      try site.configure([("1001", "pat@example.com"), ("1002", second)])
    }
    let log = try Self.log(site, Self.mail(0, at: Self.mailed + 1))
    func copy(at time: Int64) throws -> String? {
      let folder = site.spool + "/default/1002/INBOX"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for kind in ["txt", "WAV"] {
        let copy = folder + "/msg0000." + kind
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(
          atPath: site.spool + "/default/1001/INBOX/msg0000." + kind, toPath: copy)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: Double(time))], ofItemAtPath: copy)
      }
      return try site.grades(logs: [log], now: Self.now).grades["1002@default INBOX/0"]
    }
    try configure("pat@example.com")
    try site.leave(Self.message())
    #expect(try copy(at: Self.mailed + 86400) == "delivered")
    let night = Self.mailed + 10 * 86400
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: night).status == 0)
    try configure("kim@example.com")
    #expect(try copy(at: Self.mailed + 86400) == "delivered")
    #expect(try copy(at: Self.now - 86400) != "delivered")
    // A file time that was copied as well does not show when.
    #expect(try copy(at: Self.mailed) != "delivered")
  }

  @Test
  func `a short recording does not fit into a mail of a few lines`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message(seconds: 1, bytes: 1685))
    for (size, grade) in [(900, "noticeOnly"), (3300, "delivered")] {
      let log = try Self.log(site, Self.mail(0, at: Self.mailed + 1, size: size))
      #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.inbox: grade])
    }
  }

  @Test(arguments: [true, false])
  func `a mailbox that gets another number keeps its proofs, and gives none to a neighbour`(
    isScannedBefore: Bool
  ) throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message())
    try site.leave(Self.message(1, at: Self.mailed + 40))
    let log = try Self.log(site, Self.mail(1, at: Self.mailed + 41))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    func scan() throws {
      #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    }
    if isScannedBefore { try scan() }
    try FileManager.default.moveItem(
      atPath: site.spool + "/default/1001", toPath: site.spool + "/default/2001")
    try site.configure([("2001", "pat@example.com")])
    let expected = [
      "2001@default INBOX/0": "none",
      "2001@default INBOX/1": isScannedBefore ? "delivered" : "none",
    ]
    #expect(try grades() == expected)
    try scan()
    #expect(try grades() == expected)
  }

  /// A mail that nullmailer sent, which logs no size.
  private static func nullmail(_ number: Int, at time: Int64) -> String {
    [
      "Starting delivery: host: mx protocol: smtp file: \(time).57",
      "From: <asterisk@pbx.example.com> to: <pat@example.com>",
      "Message-ID: <Asterisk-\(number + 1)-\(time)-1001-2231@pbx.example.com>",
      "smtp: Succeeded: 250 2.0.0 Ok: queued as C22532", "Sent file.",
    ].map { "\(EvidenceProgramTests.stamp(time)) pbx nullmailer-send[9]: \($0)\n" }.joined()
  }

  @Test func `a mail between the scans before and after attach was turned off may be a notice`()
    throws
  {
    func configure(_ site: MailSite, attach: String) throws {
      try site.configure(
        "[general]\nformat=wav49\n[default]\n1001 => 731952,Pat,pat@example.com,,attach=\(attach)\n"
      )
    }
    let site = try MailSite()
    try configure(site, attach: "yes")
    let later = Self.mailed + 43_200
    try site.leave(Self.message())
    let log = try site.log(Self.nullmail(0, at: Self.mailed + 1))
    func scan(at time: Int64) throws {
      #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: time).status == 0)
    }
    try scan(at: Self.mailed + 7300)
    try configure(site, attach: "no")
    try site.leave(Self.message(1, at: later))
    try site.log(
      Self.nullmail(0, at: Self.mailed + 1) + Self.nullmail(1, at: later + 1)
        + "\(EvidenceProgramTests.stamp(later + 9000)) pbx nullmailer-send[9]: Rescanning queue.\n")
    func grades() throws -> [String: String] {
      try site.grades(logs: [log], now: later + 86_400).grades
    }
    let first = "1001@default INBOX/0"
    #expect(try grades() == [first: "delivered", "1001@default INBOX/1": "noticeOnly"])
    try scan(at: later + 43_200)
    #expect(try grades() == [first: "delivered", "1001@default INBOX/1": "none"])
  }
}
