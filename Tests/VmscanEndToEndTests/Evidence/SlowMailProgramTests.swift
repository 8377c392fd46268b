import Foundation
import Testing
import VmscanTestSupport

/// Mails that were handed in long after the recording ended, asked of the program.
struct SlowMailProgramTests {
  private static let now: Int64 = 1_790_000_000
  /// When the envelope was closed, 60 seconds after the recording's end.
  private static let kept = now - 40 * 86400

  private static func mail(_ number: Int, after seconds: Int64, bounced: Bool = false) -> String {
    let id = "4A1B2C\(seconds)"
    let fate =
      bounced
      ? "dsn=5.2.2, status=bounced (host mx.example.com[192.0.2.9] said: 552 5.2.2 mailbox full)"
      : "dsn=2.0.0, status=sent (250 2.0.0 OK)"
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-\(number + 1)-77\(seconds)-1001-2231@pbx.example.com>",
      "qmgr[9]: \(id): from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<pat@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, \(fate)",
      "qmgr[9]: \(id): removed",
    ].map { "\(EvidenceProgramTests.stamp(kept + seconds)) pbx postfix/\($0)\n" }.joined()
  }

  private static func log(_ site: MailSite, _ mails: String) throws -> String {
    let quiet = [Int64(-9000), 9000].map {
      "\(EvidenceProgramTests.stamp(kept + $0)) pbx postfix/smtpd[9]: disconnect from localhost quit=1\n"
    }
    return try site.log(quiet[0] + mails + quiet[1])
  }

  private static func message(_ folder: String, number: Int = 0) -> MailSite.Message {
    MailSite.Message(
      mailbox: "1001", number: number, mailed: kept, seconds: 5, bytes: 8185, folder: folder,
      review: 60)
  }

  /// The owner hears it, which writes its file anew.
  private static func hear(_ site: MailSite) throws {
    try FileManager.default.removeItem(atPath: site.spool + "/default/1001/INBOX")
    try site.leave(message("Old"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(kept + 5000))],
      ofItemAtPath: site.spool + "/default/1001/Old/msg0000.txt")
  }

  @Test func `a mail that a scan saw come slowly is still the message's when it was heard`() throws
  {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message("INBOX"))
    let log = try Self.log(site, Self.mail(0, after: 100))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(try grades() == ["1001@default INBOX/0": "delivered"])
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    try Self.hear(site)
    #expect(try grades() == ["1001@default Old/0": "delivered"])
  }

  @Test(arguments: [
    (command: "", grade: "none", reason: "came minutes after the recording's end"),
    ("mailcmd=/usr/local/bin/to-mp3", "delivered", "matches by mailbox and time"),
    ("mailcmd=/usr/sbin/sendmail -t", "none", "came minutes after the recording's end"),
  ])
  func `a slow mail of a heard message counts where the mail command is the site's own`(
    command: String, grade: String, reason: String
  ) throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")], general: command + "\n")
    try site.leave(Self.message("INBOX"))
    try Self.hear(site)
    let log = try Self.log(site, Self.mail(0, after: 100))
    let found = try site.grades(logs: [log], now: Self.now)
    #expect(found.grades == ["1001@default Old/0": grade])
    let explained = try site.vmscan(
      ["explain", "1001@default", "Old/0"], logs: [log], now: Self.now)
    #expect(explained.output.contains(reason), "\(explained.output)")
  }

  @Test func `a heard message whose slow mail bounced does not have a deleted message's`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message("INBOX", number: 1))
    let log = try Self.log(
      site, Self.mail(0, after: 30) + Self.mail(1, after: 100, bounced: true))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(try grades() == ["1001@default INBOX/1": "failed"])
    try Self.hear(site)
    #expect(try grades() == ["1001@default Old/0": "failed"])
  }

  @Test func `a neighbour's prompt mail is no late one`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message("INBOX"))
    try Self.hear(site)
    var second = Self.message("Old", number: 1)
    second.mailed += 90
    second.review = 0
    try site.leave(second)
    let log = try Self.log(
      site, Self.mail(0, after: 1) + Self.mail(1, after: 91, bounced: true))
    #expect(
      try site.grades(logs: [log], now: Self.now).grades
        == ["1001@default Old/0": "delivered", "1001@default Old/1": "failed"])
  }

  @Test func `a slow mail that a scan saw stays the message's when an older one is deleted`() throws
  {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.kept - 4000, seconds: 5, bytes: 8185))
    try site.leave(Self.message("INBOX", number: 1))
    let log = try Self.log(site, Self.mail(1, after: 100))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(try grades()["1001@default INBOX/1"] == "delivered")
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    for kind in ["txt", "WAV"] {
      let folder = site.spool + "/default/1001/INBOX/"
      try FileManager.default.removeItem(atPath: folder + "msg0000.\(kind)")
      try FileManager.default.moveItem(
        atPath: folder + "msg0001.\(kind)", toPath: folder + "msg0000.\(kind)")
    }
    #expect(try grades() == ["1001@default INBOX/0": "delivered"])
  }

  @Test func `a neighbour's own mail is no slow one of a message, also before any scan`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(Self.message("INBOX"))
    var second = Self.message("INBOX", number: 1)
    second.mailed += 60
    second.review = 0
    try site.leave(second)
    let log = try Self.log(site, Self.mail(0, after: 40) + Self.mail(1, after: 61))
    #expect(
      try site.grades(logs: [log], now: Self.now).grades
        == ["1001@default INBOX/0": "delivered", "1001@default INBOX/1": "delivered"])
  }
}
