import Foundation
import Testing

/// Logs whose lines are lost, late or about another mail of the same queue id, through the program.
struct OddLogTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  private static let id = "4A1B2C3D4E"

  private static func line(
    _ program: String, _ id: String, _ words: String, after seconds: Int64
  ) -> String {
    "\(EvidenceProgramTests.stamp(mailed + seconds)) pbx \(program)[901]: \(id): \(words)\n"
  }

  private static func postfix(_ program: String, _ words: String, after seconds: Int64 = 1)
    -> String
  {
    line("postfix/\(program)", id, words, after: seconds)
  }

  private static let messageID = "Asterisk-1-1804289383-1001-2231@pbx.example.com"

  /// A mail of Asterisk's on its way.
  private static let begun =
    postfix("pickup", "uid=995 from=<asterisk>")
    + postfix("cleanup", "message-id=<\(messageID)>")
    + postfix("qmgr", "from=<asterisk@pbx.example.com>, size=12204, nrcpt=1 (queue active)")

  private static func fate(_ status: String, after seconds: Int64) -> String {
    let dsn = ["sent": "2.0.0", "deferred": "4.7.1", "bounced": "5.1.1"][status] ?? ""
    return postfix(
      "smtp",
      """
      to=<pat@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/0.8, \
      dsn=\(dsn), status=\(status) (said so)
      """, after: seconds)
  }

  private static func removed(after seconds: Int64) -> String {
    postfix("qmgr", "removed", after: seconds)
  }

  /// Another mail to the same person, large enough for a recording, without the lines that begin it.
  private static func reused(_ size: Int, after seconds: Int64) -> String {
    postfix(
      "qmgr", "from=<bob@example.net>, size=\(size), nrcpt=1 (queue active)", after: seconds)
      + fate("sent", after: seconds + 1) + removed(after: seconds + 1)
  }

  /// Any line long after, so that the log covers the life of the queue.
  private static let end = line("postfix/smtpd", "x", "disconnect", after: 9 * 86400)

  /// The same long before, so that the log has two parts where lines are lost in it.
  private static let start = line("postfix/smtpd", "x", "disconnect", after: -86400)

  private func site() throws -> MailSite {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    return site
  }

  /// The grade after all of the texts, each read by a scan before the next one is there; one that
  /// begins with `>` takes the place of what was written before.
  private func grade(_ texts: [String]) throws -> String? {
    let site = try site()
    var written = ""
    for text in texts {
      written = text.hasPrefix(">") ? String(text.dropFirst()) : written + text
      let log = try site.log(written, written: Self.mailed + 9 * 86400)
      _ = try site.vmscan(["scan"], logs: [log], now: Self.now)
    }
    return try site.grades(logs: [site.path("mail.log")], now: Self.now)
      .grades["1001@default INBOX/0"]
  }

  static let oneLog: [(name: String, text: String, grade: String)] = [
    (
      "another mail whose first lines were lost",
      begun + fate("deferred", after: 2) + reused(14_000, after: 86400) + end, "failed"
    ),
    (
      "tried again, and sent",
      begun + fate("deferred", after: 2)
        + postfix(
          "qmgr", "from=<asterisk@pbx.example.com>, size=12204, nrcpt=1 (queue active)", after: 300)
        + fate("sent", after: 301) + removed(after: 301) + end, "delivered"
    ),
    (
      "removed before it was sent", begun + removed(after: 2) + fate("sent", after: 2) + end,
      "delivered"
    ),
    (
      "removed before it came back", begun + removed(after: 2) + fate("bounced", after: 2) + end,
      "failed"
    ),
    (
      "removed, and another one a day later",
      begun + removed(after: 2) + fate("sent", after: 86400) + end, "failed"
    ),
  ]

  /// A mail of two recipients, as the queue manager counts them.
  private static let ofTwo = begun.replacing("nrcpt=1", with: "nrcpt=2")

  private static func lost(after seconds: Int64) -> String {
    let words = "imuxsock[pid 901]: 30 messages lost due to rate-limiting"
    return "\(EvidenceProgramTests.stamp(mailed + seconds)) pbx rsyslogd: \(words)\n"
  }

  private static func ofLee(after seconds: Int64) -> String {
    fate("sent", after: seconds).replacing("to=<pat@", with: "to=<lee@")
  }

  static let lostLines: [(name: String, text: String, grade: String)] = [
    (
      "one of two recipients has no line", ofTwo + fate("sent", after: 2) + removed(after: 2) + end,
      "handedOver"
    ),
    (
      "both have one, the last behind the end",
      ofTwo + fate("sent", after: 2) + removed(after: 2) + ofLee(after: 2) + end, "delivered"
    ),
    (
      "deferred, lines lost, and another mail under its id",
      start + begun + fate("deferred", after: 2) + lost(after: 500) + fate("sent", after: 86400)
        + removed(after: 86400) + end, "handedOver"
    ),
    (
      "deferred, lines lost, and tried again",
      begun + fate("deferred", after: 2) + lost(after: 500) + reused(12_204, after: 900) + end,
      "delivered"
    ),
    (
      "lines lost behind its end",
      begun + fate("sent", after: 2) + removed(after: 2) + lost(after: 2) + end, "delivered"
    ),
  ]

  @Test(arguments: oneLog + lostLines)
  func `a fate is the mail's own`(_ row: (name: String, text: String, grade: String)) throws {
    #expect(try grade([row.text]) == row.grade)
    // Read line by line it is the same.
    let lines = row.text.split(separator: "\n").map { String($0) + "\n" }
    #expect(try grade(lines) == row.grade)
  }

  @Test func `what follows under its id in another log is not the mail's without its size`() throws
  {
    let lost = [Self.begun, ">" + Self.fate("sent", after: 86400) + Self.end]
    #expect(try grade(lost) == "handedOver")
    #expect(
      try grade([Self.begun, ">" + Self.reused(14_000, after: 86400) + Self.end])
        == "handedOver")
    #expect(
      try grade([Self.begun, ">" + Self.reused(12_204, after: 86400) + Self.end]) == "delivered")
  }

  /// Sendmail names a recipient that a filter adds; before 8.14 without the filter's name.
  @Test(arguments: [(true, "delivered"), (false, "handedOver")], ["Milter", "Milter (lab)"])
  func `a recipient that a filter added stands for nobody else`(
    _ row: (keepsOther: Bool, grade: String), milter: String
  ) throws {
    func daemon(_ words: String) -> String {
      Self.line("sm-mta", "3A1B2c3e004568", words, after: 1)
    }
    func sent(_ address: String) -> String {
      daemon(
        """
        to=<\(address)>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=132300, \
        relay=mx.example.com. [192.0.2.9], dsn=2.0.0, stat=Sent (Ok)
        """)
    }
    let text =
      Self.line(
        "sendmail", "3A1B2c3d004567",
        """
        from=asterisk, size=12100, class=0, nrcpts=1, msgid=<\(Self.messageID)>, \
        relay=asterisk@localhost
        """, after: 1)
      + daemon(
        """
        from=<asterisk@pbx.example.com>, size=12300, class=0, nrcpts=1, \
        msgid=<\(Self.messageID)>, proto=ESMTP, daemon=MTA, relay=localhost [127.0.0.1]
        """)
      + daemon("\(milter) add: rcpt: <filter@example.net>")
      + Self.line(
        "sendmail", "3A1B2c3d004567",
        """
        to=pat@example.com, ctladdr=asterisk (995/995), delay=00:00:00, xdelay=00:00:00, \
        mailer=relay, pri=42100, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, \
        stat=Sent (3A1B2c3e004568 Message accepted for delivery)
        """, after: 1) + sent("filter@example.net")
      + (row.keepsOther ? sent("pat@example.com") : "")
    #expect(try self.grade([text]) == row.grade)
  }
}
