import Foundation
import Testing
import VmscanTestSupport

/// Whose mail it is, asked of the program, where others have come at the same time or have the same
/// address.
struct NeighbourProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400

  private static func mail(
    _ number: Int, at time: Int64, to address: String = "pat@example.com"
  ) -> String {
    let id = "4A1B2C3D\(10 + number)"
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-\(number + 1)-\(time)-1001-2231@pbx.example.com>",
      "qmgr[9]: \(id): from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<\(address)>, relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK)",
      "qmgr[9]: \(id): removed",
    ].map { "\(EvidenceProgramTests.stamp(time)) pbx postfix/\($0)\n" }.joined()
  }

  private static func quiet(at time: Int64) -> String {
    "\(EvidenceProgramTests.stamp(time)) pbx postfix/smtpd[9]: disconnect from localhost quit=1\n"
  }

  private func message(_ number: Int, at mailed: Int64, _ folder: String = "INBOX")
    -> MailSite.Message
  {
    MailSite.Message(
      mailbox: "1001", number: number, mailed: mailed, seconds: 5, bytes: 8185, folder: folder)
  }

  @Test
  func `a scan remembers whose mail it was, for when its neighbours are gone`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(message(0, at: Self.mailed))
    try site.leave(message(1, at: Self.mailed + 61))
    let log = try site.log(
      Self.quiet(at: Self.mailed - 9000) + Self.mail(1, at: Self.mailed + 62)
        + Self.quiet(at: Self.mailed + 9000))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    #expect(
      try grades() == ["1001@default INBOX/0": "absent", "1001@default INBOX/1": "delivered"])
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    // The owner hears both, which writes the files anew, and deletes the second.
    let inbox = site.spool + "/default/1001/INBOX"
    try FileManager.default.removeItem(atPath: inbox)
    for (number, mailed) in [Self.mailed, Self.mailed + 61].enumerated() {
      try site.leave(message(number, at: mailed, "Old"))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(Self.mailed + 5000))],
        ofItemAtPath: site.spool + "/default/1001/Old/msg000\(number).txt")
    }
    #expect(try grades() == ["1001@default Old/0": "absent", "1001@default Old/1": "delivered"])
    let explained = try site.vmscan(
      ["explain", "1001@default", "Old/1"], logs: [log], now: Self.now)
    #expect(explained.output.contains("an earlier scan saw that they belong together"))
    for name in ["msg0001.txt", "msg0001.WAV"] {
      try FileManager.default.removeItem(atPath: site.spool + "/default/1001/Old/" + name)
    }
    #expect(try grades() == ["1001@default Old/0": "absent"])
  }

  @Test
  func `an address that two mailboxes had proves nothing of either`() throws {
    func configure(_ site: MailSite, second: String) throws {
      try site.configure([
        ("1001", "office@example.com"), ("1002", second), ("1003", "zed@example.com"),
      ])
    }
    func line(_ time: Int64, _ address: String) -> String {
      "\(EvidenceProgramTests.stamp(time)) host=smtp.example.net tls=on auth=on user=pbx "
        + "from=asterisk@pbx.example.com recipients=\(address) mailsize=112204 smtpstatus=250 "
        + "smtpmsg='250 2.0.0 Ok: queued as 4XYZ' exitcode=EX_OK\n"
    }
    let site = try MailSite()
    try configure(site, second: "office@example.com")
    try site.leave(message(0, at: Self.mailed))
    let log = try site.log(
      line(Self.mailed - 9000, "zed@example.com") + line(Self.mailed + 1, "office@example.com")
        + line(Self.mailed + 9000, "zed@example.com"), name: "msmtp.log")
    func grade() throws -> String? {
      try site.grades(logs: [log], now: Self.now).grades["1001@default INBOX/0"]
    }
    // The other's message may be gone.
    #expect(try grade() == "none")
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    try configure(site, second: "kim@example.com")
    #expect(try grade() == "none")
  }

  @Test
  func `a mail command may take its time`() throws {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")], general: "mailcmd=/opt/pbx/transcribe\n")
    try site.leave(message(0, at: Self.mailed))
    let log = try site.log(
      Self.quiet(at: Self.mailed - 9000) + Self.mail(0, at: Self.mailed + 40)
        + Self.quiet(at: Self.mailed + 9000))
    #expect(
      try site.grades(logs: [log], now: Self.now).grades == ["1001@default INBOX/0": "delivered"])
  }
}
