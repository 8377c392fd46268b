import Foundation
import Testing
import VmscanTestSupport

/// Logs whose lines are understood in part only, asked of the program.
struct UnknownFormProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400

  private static func lines(box: String, _ fate: String, at time: Int64) -> [(Int64, String)] {
    let id = "4A1B2C\(time % 100_000)"
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-1-\(time)-\(box)-2231@pbx.example.com>",
      "qmgr[9]: \(id): from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<pat@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, dsn=2.0.0, status=\(fate)", "qmgr[9]: \(id): removed",
    ].map { (time, "postfix/\($0)") }
  }

  private static func plain(_ lines: [(Int64, String)]) -> String {
    lines.map { "\(EvidenceProgramTests.stamp($0.0)) pbx \($0.1)\n" }.joined()
  }

  /// As a template of the logger's that is not known writes them.
  private static func odd(_ lines: [(Int64, String)]) -> String {
    lines.map { #"{"@at":"\#($0.0)","text":"\#($0.1)"}"# + "\n" }.joined()
  }

  private static let known = lines(box: "1002", "sent (250 2.0.0 OK)", at: mailed - 9000)
  private static let bounce =
    lines(box: "1001", "bounced (550 no such user)", at: mailed + 1)
    + lines(box: "1002", "sent (250 2.0.0 OK)", at: mailed + 9000)
  private static let later = lines(box: "1002", "sent (250 2.0.0 OK)", at: mailed + 90_000)

  private func check(_ site: MailSite, named: Bool, by command: [String]) throws {
    let done = try site.vmscan(command, logs: [site.path("mail.log")], now: Self.now)
    let text = done.output + done.errors
    #expect(text.contains("no time in a form that is known") == named, "\(command) \(text)")
    if named {
      let kept = site.spool + "/default/1001/INBOX/msg0000.txt"
      #expect(FileManager.default.fileExists(atPath: kept))
    }
  }

  /// Two scans, a night apart.
  private func checkNights(_ site: MailSite) throws {
    for night in 0..<2 as Range<Int64> {
      let now = Self.now + night * 86400
      let done = try site.vmscan(["scan"], logs: [site.path("mail.log")], now: now)
      let text = done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains("no time in a form that is known"))
    }
  }

  private static let commands = [
    ["messages"],
    ["purge", "--emailed", "--older", "30d", "--yes", "--max-percent", "100"],
  ]

  private func site() throws -> MailSite {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com"), ("1002", "lee@example.com")])
    try site.leave(MailSite.Message(mailbox: "1001", number: 0, mailed: Self.mailed))
    return site
  }

  @Test
  func `a log that goes on in an unknown form is named each night`() throws {
    let site = try site()
    let log = try site.log(Self.plain(Self.known) + Self.odd(Self.bounce))
    for command in Self.commands { try check(site, named: true, by: command) }
    try checkNights(site)
    for command in Self.commands { try check(site, named: true, by: command) }
    // The form is known again: what was missed before proves nothing.
    try site.log(Self.plain(Self.known) + Self.odd(Self.bounce) + Self.plain(Self.later))
    #expect(
      try site.grades(logs: [log], now: Self.now).grades == ["1001@default INBOX/0": "inferred"])
    try check(site, named: false, by: ["messages"])
  }

  @Test
  func `a rotated log in an unknown form is named as long as it is there`() throws {
    let site = try site()
    try site.log(Self.odd(Self.bounce), name: "mail.log.1", written: Self.mailed + 9000)
    try site.log(Self.plain(Self.later))
    for command in Self.commands { try check(site, named: true, by: command) }
    try checkNights(site)
    for command in Self.commands { try check(site, named: true, by: command) }
    try FileManager.default.removeItem(atPath: site.path("mail.log.1"))
    try check(site, named: false, by: ["messages"])
  }

  @Test
  func `a few lines that go on from the one before are no trouble`() throws {
    let site = try site()
    try site.log(
      Self.plain(Self.known) + Self.plain(Self.bounce)
        + "  a word\n  and more\n" + Self.plain(Self.later) + "  another\n")
    try check(site, named: false, by: ["messages"])
    #expect(
      try site.grades(logs: [site.path("mail.log")], now: Self.now).grades
        == ["1001@default INBOX/0": "failed"])
  }
}
