import Testing
import VmscanModel
import VmscanSources

/// Logs written by somebody who wants to be believed.
struct HostileLogTests {
  private static let open = LogFolder.mail("AAAA1B2C4D", "open")
  private static let head = "Nov 22 23:05:11 pbx postfix/smtp[7]: AAAA1B2C4D: "

  static let lines: [String] = [
    head + "to=<\"a>, relay=x, status=sent (\"@x>, relay=mx, dsn=4.0.0, status=deferred (no)",
    head + "to=<a@x>, relay=mx, dsn=5.1.1, status=bounced (said: status=sent (250 ok))",
    head + "to=<a@x>, relay=mx, dsn=2.0.0, status=sentinel (250 ok)",
    head + "to=<a@x>, relay=mx, dsn=2.0.0, status=deliverable (250 ok)",
    head + "to=<a@x, relay=mx, status=sent (250 ok)",
    head + "warning: to=<a@x>, relay=mx, status=sent (250 ok)",
    "Nov 22 23:05:11 pbx postfix/discard[7]: AAAA1B2C4D: to=<a@x>, relay=none, status=sent (ok)",
    "Nov 22 23:05:11 pbx postfix/local[7]: AAAA1B2C4D: to=<a@x>, relay=local, "
      + "status=sent (delivered to file: /dev/null)",
    "Nov 22 23:05:11 pbx evil[7]: AAAA1B2C4D: to=<a@x>, relay=mx, status=sent (250 ok)",
    "Nov 22 23:05:11 other postfix/smtp[7]: AAAA1B2C4D: to=<a@x>, relay=mx, status=sent (ok)",
    "Nov 22 23:05:11 pbx postfix-2/smtp[7]: AAAA1B2C4D: to=<a@x>, relay=mx, status=sent (ok)",
    "Xxx 22 23:05:11 pbx postfix/smtp[7]: AAAA1B2C4D: to=<a@x>, relay=mx, status=sent (ok)",
    "Nov 22 23:05:11 pbx postfix/smtp[7]: aaaa1b2c4d: to=<a@x>, relay=mx, status=sent (ok)",
    head,
    head + "to=<", head + "to=<>", head + "from=<", head + "from=<>, size=", head + ":",
    head + "to=<a@x>, status=", head + "to=<a@x>, orig_to=<", head + "to=<a@x>,",
    "Nov 22 23:05:11 pbx postfix/", "Nov 22 23:05:11 pbx postfix/smtp[7]:",
    "Nov 22 23:05:11 pbx postfix/smtp[7]: ", "{\"MESSAGE\":", "{\"MESSAGE\":[1,",
    "{}", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
    "{\"MESSAGE\":\"\\ud800\\u0041\",\"__REALTIME_TIMESTAMP\":\"99999999999999999999999\"}",
  ]

  @Test(arguments: lines)
  func `no trick makes a mail delivered`(_ line: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.open + line + "\n" + LogFolder.mail("AAAA1B2C4D", "removed"))
    for mail in folder.read().mails {
      #expect(!mail.recipients.contains { $0.status == .sent })
    }
  }

  static let identifiers: [(id: String, isAsterisk: Bool)] = [
    ("Asterisk-1-2-1001-3@h", true), ("Asterisk-1-2-a-b-3@h", true),
    ("Asterisk-1-2-a@b-3@h", true), ("Asterisk-0-2-1001-3@h", false),
    ("Asterisk--1-2-1001-3@h", false), ("Asterisk-1-2-3@h", false),
    ("Asterisk-1-2-1001-@h", false), ("Asterisk-1-2-1001-3@", false),
    ("Asterisk-1-2--3@h", false), ("Asterisk-99999999999-2-1001-3@h", false),
    ("Asterisk-1-2-1001-99999999999@h", false), ("asterisk-1-2-1001-3@h", false),
    ("Asterisk-1-2-1001-3", false), ("Asterisk-", false),
  ]

  @Test(arguments: identifiers)
  func `only Asterisk's own shape of Message-ID counts`(_ test: (id: String, isAsterisk: Bool))
    throws
  {
    let folder = try LogFolder()
    try folder.write(
      "Nov 22 23:05:10 pbx postfix/cleanup[7]: AAAA1B2C4D: message-id=<\(test.id)>\n")
    #expect(folder.read().mails.count == (test.isAsterisk ? 1 : 0))
  }

  @Test(arguments: [
    "2026-11-22 23:08:31 1xVGff-0000000001t-3AfX <= a@b S=9 T=\"x id=Asterisk-1-2-1001-3@h\"",
    "2026-11-22 23:08:31 1xVGff-0000000001t <= a@b S=9 id=Asterisk-1-2-1001-3@h",
    "2026-11-22 23:08:31 short <= a@b S=9 id=Asterisk-1-2-1001-3@h",
  ])
  func `Exim's other fields are not the Message-ID`(_ line: String) throws {
    let folder = try LogFolder()
    try folder.write(line + "\n")
    #expect(folder.read().mails.isEmpty)
  }

  @Test(arguments: [
    ("2026-11-22 23:08:31.123 +0100 [77] ", 1_795_385_311), ("2026-11-22 23:08:31 ", 1_795_388_911),
    ("Nov 22 23:08:31 pbx exim[7]: ", 1_795_388_911),
    ("Nov 22 23:08:31 pbx exim[7]: 2026-11-22 23:08:31 [77] ", 1_795_388_911),
  ])
  func `Exim's log selectors change the head only`(_ head: String, _ time: Int64) throws {
    let folder = try LogFolder()
    for id in ["1xVGff-0000000001t-3AfX", "1xVGff-00001t-3A"] {
      try folder.write(
        head + id + " <= a@b U=x P=local S=9 id=Asterisk-1-2-1001-3@h for a@x b@x\n"
          + head + id + " => a <a@x> R=r T=mail_spool\n" + head + id
          + " ** b@x: Unrouteable address\n"
          + head + id + " Completed\n")
      let mail = try #require(folder.read().mails.first)
      #expect(mail.accepted == Timestamp(time))
      #expect(mail.recipients.map(\.status) == [.sent, .failed])
      #expect(mail.recipients.map(\.address) == ["a", "b@x"])
      #expect(mail.expectedRecipients == 2)
    }
  }

  @Test
  func `Sendmail's submission ends in its second queue`() throws {
    let folder = try LogFolder()
    let mta = "Nov 22 23:05:10 pbx sm-mta[9]: 1AMN5BBB000124: "
    let msp = "Nov 22 23:05:10 pbx sendmail[8]: 1AMN5AAA000123: "
    let from = "from=asterisk, size=4183, class=0, nrcpts=2, msgid=<Asterisk-1-2-1001-3@h>, relay=x"
    let start =
      msp + from + "\n" + mta + from + "\n" + msp
      + "to=a@x,b@x, ctladdr=asterisk (101/101), relay=[127.0.0.1], dsn=2.0.0, stat=Sent (accepted)\n"
    try folder.write(start)
    func fate() -> [MailRecipient.Status]? {
      MailRecord.joined(folder.read().mails)?.recipients.map(\.status)
    }
    #expect(fate() == [.queued, .queued])
    try folder.write(
      start + mta + "to=<a@x>, delay=00:00:01, dsn=2.0.0, stat=Sent (ok)\n" + mta
        + "to=<b@x>, delay=00:00:01, dsn=5.1.1, stat=User unknown\n")
    #expect(fate() == [.sent, .failed])
  }

  // MARK: fuzzing

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `no broken log crashes the reader or makes a mail delivered`(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let base =
      LogFolder.mail("AAAA1B2C4D", "open", "deferred", "bounced", "expired", "removed")
      + LogFolder.mail("BBBB1B2C4D", box: "1002", "open", "deferred")
      + "2026-11-22 23:08:31 1xVGff-0000000001t-3AfX <= a@b S=9 id=Asterisk-1-2-1003-3@h\n"
      + "2026-11-22 23:08:31 1xVGff-0000000001t-3AfX == a@x R=r T=mail_spool defer (-1): no\n"
      + "{\"MESSAGE\":\"CCCC1B2C4D: message-id=<Asterisk-1-2-1-3@h>\",\"SYSLOG_IDENTIFIER\":"
      + "\"postfix/cleanup\",\"__REALTIME_TIMESTAMP\":\"1795388710000123\"}\n"
      + "Nov 22 23:09:38 host=mx from=a@b recipients=a@x errormsg='no' exitcode=EX_TEMPFAIL\n"
    let folder = try LogFolder()
    for _ in 0..<150 {
      var bytes = Array(base.utf8)
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch UInt8.random(in: 0...3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2:
          let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
          bytes.insert(
            contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
        }
        if bytes.isEmpty { bytes = [0x0A] }
      }
      try folder.writeBytes(bytes)
      for mail in folder.read().mails {
        #expect(!mail.recipients.contains { $0.status == .sent }, "seed \(seed)")
      }
    }
  }
}
