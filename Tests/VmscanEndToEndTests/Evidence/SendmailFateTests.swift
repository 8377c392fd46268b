import Testing

/// What becomes of mails in Sendmail's two queues, with milters, quarantine and aliases that have owners.
struct SendmailFateTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  private static let messageID = "Asterisk-1-1804289383-1001-2231@pbx.example.com"
  private static let (first, second) = ("6B1F5YQY000216", "6B1F5YWZ000217")
  private static let third = "6B1F5YX1000218"

  private static func line(_ program: String, _ words: String, after seconds: Int64) -> String {
    "\(EvidenceProgramTests.stamp(mailed + 1 + seconds)) pbx \(program)[216]: \(words)\n"
  }

  private static func daemon(
    _ words: String, id: String = second, after seconds: Int64 = 0
  ) -> String {
    line("sm-mta", "\(id): \(words)", after: seconds)
  }

  private static func begun(_ id: String, after seconds: Int64 = 0, count: Int = 1) -> String {
    daemon(
      """
      from=<asterisk@pbx.example.com>, size=17192, class=0, nrcpts=\(count), msgid=<\(messageID)>, \
      proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]
      """, id: id, after: seconds)
  }

  /// The mail as it was handed in, and in the daemon's queue.
  private static let taken =
    line(
      "sendmail",
      """
      \(first): from=asterisk, size=17060, class=0, nrcpts=1, msgid=<\(messageID)>, \
      relay=asterisk@localhost
      """, after: 0) + begun(second)

  /// What the daemon says to whoever handed the mail in.
  private static func answer(
    _ words: String = "dsn=2.0.0, stat=Sent (\(second) Message accepted for delivery)",
    by program: String = "sendmail", after seconds: Int64 = 0
  ) -> String {
    line(
      program,
      """
      \(first): to="Pat" <pat@example.com>, ctladdr=asterisk (1000/1000), delay=00:00:00, \
      xdelay=00:00:00, mailer=relay, pri=47060, relay=[127.0.0.1] [127.0.0.1], \(words)
      """, after: seconds)
  }

  private static func sent(
    _ address: String = "<pat@example.com>", by mailer: String = "esmtp",
    relay: String = "mx.example.com. [192.0.2.9]", owner: String = "<asterisk@pbx.example.com>",
    id: String = second, after seconds: Int64 = 1
  ) -> String {
    daemon(
      """
      to=\(address), ctladdr=\(owner) (1000/1000), delay=00:00:01, xdelay=00:00:01, \
      mailer=\(mailer), pri=47192, relay=\(relay), dsn=2.0.0, stat=Sent (Ok: queued as 23C676)
      """, id: id, after: seconds)
  }

  private static let start = line("sm-mta", "starting daemon (8.17.1.9): SMTP", after: -7200)
  /// Any line long after the life of the queue.
  private static let end = line("sm-mta", "noise", after: 9 * 86400)

  private static let elsewhere = sent("<quarantine@example.com>")
  private static let clone = daemon("\(third): clone: owner=alice")
  private static let refused = "reject=451 4.3.2 Please try again later"
  private static let quarantined =
    taken + daemon("milter=lab, quarantine=held by policy")
    + daemon(
      """
      to=<pat@example.com>, delay=00:00:00, mailer=esmtp, pri=47191, quarantine=held by policy, \
      stat=quarantined
      """) + answer()

  static let milters: [(name: String, text: String, grade: String)] = [
    (
      "another recipient in the owner's place",
      taken + daemon("Milter (lab) delete: rcpt <pat@example.com>, naddrs=1")
        + daemon("Milter (lab) add: rcpt: <quarantine@example.com>") + answer() + elsewhere,
      "failed"
    ),
    (
      "the same before 8.14",
      taken + daemon("Milter add: rcpt: <quarantine@example.com>")
        + daemon("Milter delete: rcpt <pat@example.com>") + answer() + elsewhere, "failed"
    ),
    (
      "a recipient that it did not have",
      taken + daemon("Milter (lab) delete: rcpt <lee@example.com>, naddrs=0") + answer() + sent(),
      "delivered"
    ),
    (
      "another body", taken + daemon("Milter (lab) message: body replaced") + answer() + sent(),
      "handedOver"
    ),
    (
      "another header",
      taken + daemon("Milter (lab) change: header Subject: from a to b") + answer() + sent(),
      "delivered"
    ),
    (
      "put off, and handed in again",
      taken + daemon("Milter: data, \(refused)")
        + daemon("to=<pat@example.com>, delay=00:00:00, pri=47191, stat=Please try again later")
        + answer("dsn=4.3.2, reply=451 4.3.2 Please, stat=Deferred: 451 4.3.2 Please")
        + begun(third, after: 600)
        + answer(
          "dsn=2.0.0, stat=Sent (\(third) Message accepted for delivery)", by: "sm-msp-queue",
          after: 600) + sent(id: third, after: 601), "delivered"
    ),
    (
      "put off for ever",
      taken + daemon("Milter: data, \(refused)")
        + daemon("to=<pat@example.com>, delay=00:00:00, pri=47191, stat=Please try again later")
        + answer("dsn=4.3.2, reply=451 4.3.2 Please, stat=Deferred: 451 4.3.2 Please") + end,
      "failed"
    ),
    (
      "refused", taken + daemon("Milter: data, reject=550 5.7.1 no") + answer(), "failed"
    ),
    ("in quarantine for ever", quarantined + end, "failed"),
    (
      "let go from quarantine",
      quarantined + line("sendmail", "\(second): unquarantine", after: 600) + sent(after: 601),
      "delivered"
    ),
  ]

  static let others: [(name: String, text: String, grade: String)] = [
    ("procmail", taken + answer() + sent(by: "procmail", relay: "/etc/mail/drop.rc"), "handedOver"),
    ("a mailer of one's own", taken + answer() + sent(by: "drop", relay: "pat"), "handedOver"),
    ("one that asks a server", taken + answer() + sent(by: "secure"), "delivered"),
    ("a mailbox", taken + answer() + sent(by: "local", relay: "local"), "delivered"),
    (
      "an alias with an owner",
      taken + answer() + clone + sent("lee@example.org", owner: "alice", id: third) + end,
      "delivered"
    ),
    (
      "an alias with an owner that failed",
      taken + answer() + clone
        + sent("lee@example.org", owner: "alice", id: third).replacing(
          "dsn=2.0.0, stat=Sent (Ok: queued as 23C676)", with: "dsn=5.1.1, stat=User unknown"),
      "failed"
    ),
    ("an alias with an owner, not tried yet", taken + answer() + clone, "handedOver"),
    ("no line of a delivery", taken + answer() + end, "handedOver"),
    (
      "no line of this delivery alone",
      sent("<lee@example.com>", id: "6B1F5YX9000999", after: -60) + taken + answer() + end,
      "failed"
    ),
  ]

  private func site() throws -> MailSite {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    return site
  }

  /// The grade after all of the pieces, each read by a scan before the next one is there.
  private func grade(_ pieces: [String]) throws -> String? {
    let site = try site()
    var written = Self.start
    for piece in pieces {
      written += piece
      let log = try site.log(written, written: Self.mailed + 9 * 86400)
      _ = try site.vmscan(["scan"], logs: [log], now: Self.now)
    }
    return try site.grades(logs: [site.path("mail.log")], now: Self.now)
      .grades["1001@default INBOX/0"]
  }

  @Test(arguments: milters + others)
  func `a fate is what the last queue says`(
    _ row: (name: String, text: String, grade: String)
  ) throws {
    #expect(try grade([row.text]) == row.grade, "\(row.name)")
    let lines = row.text.split(separator: "\n").map { String($0) + "\n" }
    #expect(try grade(lines) == row.grade, "\(row.name)")
  }

  @Test func `what a milter takes away and gives back is there`() throws {
    let text =
      Self.taken + Self.daemon("Milter (lab) delete: rcpt <pat@example.com>, naddrs=1")
      + Self.daemon("Milter (lab) add: rcpt: <pat@example.com>") + Self.answer() + Self.sent()
    #expect(try grade([text]) == "delivered")
  }

  @Test func `a log that shows no deliveries is named`() throws {
    let site = try site()
    let text = Self.start + Self.taken + Self.answer() + Self.end
    let log = try site.log(text, written: Self.mailed + 9 * 86400)
    for _ in 1...2 {
      _ = try site.vmscan(["scan"], logs: [log], now: Self.now)
      #expect(
        try site.grades(logs: [log], now: Self.now).errors
          .contains("show no deliveries (LogLevel below 9)"))
    }
    let doctor = try site.vmscan(["doctor"], logs: [log], now: Self.now)
    #expect(doctor.output.contains("show no deliveries"))
    try site.log(
      text + Self.sent("<lee@example.com>", id: Self.third, after: 9 * 86400),
      written: Self.mailed + 9 * 86400)
    #expect(
      try !site.grades(logs: [log], now: Self.now).errors.contains("show no deliveries"))
  }
}
