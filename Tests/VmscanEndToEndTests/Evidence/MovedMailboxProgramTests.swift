import Foundation
import Testing
import VmscanTestSupport

/// Mailboxes that get another number, context or owner, and messages that come from another mailbox, asked
/// of the program.
struct MovedMailboxProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let left = now - 40 * 86400
  private static let day: Int64 = 86400

  private static func mail(
    _ number: Int, to box: String, _ address: String, at time: Int64
  ) -> String {
    let id = "4A1B2C\(time % 100_000)"
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-\(number + 1)-\(time)-\(box)-2231@pbx.example.com>",
      "qmgr[9]: \(id): from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<\(address)>, relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK)",
      "qmgr[9]: \(id): removed",
    ].map { "\(EvidenceProgramTests.stamp(time)) pbx postfix/\($0)\n" }.joined()
  }

  private static func log(_ site: MailSite, _ mails: String) throws -> String {
    let quiet = [Int64(-9000), 9000].map {
      "\(EvidenceProgramTests.stamp(left + $0)) pbx postfix/smtpd[9]: disconnect from localhost quit=1\n"
    }
    return try site.log(quiet[0] + mails + quiet[1])
  }

  private static func message(
    _ number: Int = 0, at time: Int64 = left, box: String = "1001", context: String = "default",
    folder: String = "INBOX"
  ) -> MailSite.Message {
    MailSite.Message(
      mailbox: box, number: number, mailed: time, seconds: 5, bytes: 8185, context: context,
      folder: folder)
  }

  private static func scan(_ site: MailSite, _ log: String, at time: Int64 = now) throws {
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: time).status == 0)
  }

  private static func move(_ site: MailSite, _ from: String, _ to: String) throws {
    let target = site.spool + "/" + to
    try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.createDirectory(
      atPath: URL(filePath: target).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: site.spool + "/" + from, toPath: target)
  }

  @Test func `who had the number before is somebody else for a message that came from another`()
    throws
  {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com"), ("2001", "lee@example.com")])
    try site.leave(Self.message(folder: "Old"))
    let log = try Self.log(
      site,
      Self.mail(0, to: "2001", "lee@example.com", at: Self.left + 60)
        + Self.mail(1, to: "1001", "pat@example.com", at: Self.left + 3000))
    try Self.scan(site, log, at: Self.left + Self.day)
    try Self.move(site, "default/1001", "default/2001")
    try site.configure([("2001", "pat@example.com")])
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(try grades() == ["2001@default Old/0": "none"])
    try Self.scan(site, log)
    #expect(try grades() == ["2001@default Old/0": "none"])
  }

  @Test(arguments: [false, true])
  func `an address that got nothing is missing after a renaming and an edit, too`(
    isEditedFirst: Bool
  ) throws {
    func configure(_ site: MailSite, _ context: String, _ addresses: String) throws {
      try site.configure(
        "[general]\nformat=wav49\nattach=yes\n[\(context)]\n1001 => 731952,Pat,\(addresses)\n")
    }
    let site = try MailSite()
    try configure(site, "default", "pat@example.com|kim@example.com")
    try site.leave(Self.message())
    let log = try Self.log(
      site, Self.mail(0, to: "1001", "pat@example.com", at: Self.left + 1))
    try Self.scan(site, log, at: Self.left + Self.day)
    if isEditedFirst {
      try configure(site, "default", "pat@example.com")
      try Self.scan(site, log, at: Self.left + 2 * Self.day)
    }
    try Self.move(site, "default", "office")
    try configure(site, "office", "pat@example.com")
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(try grades() == ["1001@office INBOX/0": "handedOver"])
    try Self.scan(site, log)
    #expect(try grades() == ["1001@office INBOX/0": "handedOver"])
  }

  @Test func `a message that is put into another mailbox does not get the mail of its neighbour`()
    throws
  {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com"), ("1002", "pat@example.com")])
    try site.leave(Self.message())
    try site.leave(Self.message(1, at: Self.left + 40))
    let log = try Self.log(
      site, Self.mail(1, to: "1001", "pat@example.com", at: Self.left + 41))
    try Self.scan(site, log, at: Self.left + Self.day)
    try FileManager.default.createDirectory(
      atPath: site.spool + "/default/1002/INBOX", withIntermediateDirectories: true)
    for kind in ["txt", "WAV"] {
      try Self.move(
        site, "default/1001/INBOX/msg0000.\(kind)", "default/1002/INBOX/msg0000.\(kind)")
    }
    let grades = try site.grades(logs: [log], now: Self.now).grades
    #expect(
      grades == ["1001@default INBOX/1": "delivered", "1002@default INBOX/0": "none"])
  }
}
