import Foundation
import Glibc
import Testing
import VmscanTestSupport

/// What the program makes of mail evidence from end to end: scan, messages, explain, purge, doctor.
struct EvidenceProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let day: Int64 = 86400
  private static let mailed = now - 40 * day
  private static let box = "1001@default INBOX/0"

  /// Lines of one voicemail mail in Postfix's words, without their head.
  private static func lines(
    size: Int = 112_204, to address: String = "pat@example.com", status: String = "sent",
    words: String = "250 2.0.0 OK", id: String = "4A1B2C3D4E", number: Int = 1
  ) -> [(program: String, text: String)] {
    [
      ("pickup", "\(id): uid=995 from=<asterisk>"),
      ("cleanup", "\(id): message-id=<Asterisk-\(number)-1804289383-1001-2231@pbx.example.com>"),
      ("qmgr", "\(id): from=<asterisk@pbx.example.com>, size=\(size), nrcpt=1 (queue active)"),
      (
        "smtp",
        "\(id): to=<\(address)>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, "
          + "dsn=2.0.0, status=\(status) (\(words))"
      ),
      ("qmgr", "\(id): removed"),
    ]
  }

  static func stamp(_ time: Int64, _ form: String = "%b %e %H:%M:%S") -> String {
    var (seconds, fields) = (time_t(time), tm())
    gmtime_r(&seconds, &fields)
    var text = [CChar](repeating: 0, count: 64)
    let count = strftime(&text, 64, form, &fields)
    return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func text(
    _ mails: [(program: String, text: String)], at time: Int64 = mailed + 1, end: Int64 = 7200
  ) -> String {
    mails.map { "\(stamp(time)) pbx postfix/\($0.program)[9]: \($0.text)\n" }.joined()
      + "\(stamp(time + end)) pbx postfix/smtpd[910]: disconnect from localhost[127.0.0.1] quit=1\n"
  }

  /// A site with one mailbox and one message of five seconds.
  private func site(
    general: String = "", seconds: Int64 = 5, yaml: String = ""
  ) throws -> MailSite {
    let site = try MailSite(yaml)
    try site.configure([("1001", "pat@example.com")], general: general)
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: seconds,
        bytes: Int(seconds) * 1625 + 60))
    return site
  }

  private func grade(_ site: MailSite, _ logs: [String]) throws -> String? {
    try site.grades(logs: logs, now: Self.now).grades[Self.box]
  }

  // MARK: - Forms of lines

  static let forms: [String] = [
    "plain", "busybox", "priority", "RFC 5424", "docker", "docker without a head", "journal",
    "double", "relayed", "short-precise", "short-full", "short-unix", "facility", "container",
    "container with a head", "RFC 5424 by rsyslog", "RFC 5424 relayed", "RFC 5424 collected",
  ]

  private static func written(_ form: String, _ line: (program: String, text: String)) -> String {
    let time = mailed + 1
    let (classic, iso) = (stamp(time), stamp(time, "%Y-%m-%dT%H:%M:%S"))
    let rest = "postfix/\(line.program)[9]: \(line.text)"
    let json = rest.replacingOccurrences(of: "\"", with: "\\\"")
    return switch form {
    case "busybox": "\(classic) pbx mail.info \(rest)"
    case "priority": "<22>\(classic) pbx \(rest)"
    case "RFC 5424":
      "<22>1 \(iso).123Z pbx postfix/\(line.program) 9 - [x@1 a=\"b\\]c\"] \(line.text)"
    case "RFC 5424 by rsyslog": "<22>1 \(iso).123456+00:00 pbx postfix 9 - -  \(line.text)"
    // Each program has its own process id.
    case "RFC 5424 relayed": "\(iso)+00:00 pbx postfix[\(line.program.utf8.count)] \(line.text)"
    case "RFC 5424 collected": "\(classic) pbx postfix[\(line.program.utf8.count)]: \(line.text)"
    case "docker":
      "{\"log\":\"\(classic) pbx \(json)\\n\",\"stream\":\"stdout\",\"time\":\"\(iso).5Z\"}"
    case "docker without a head":
      "{\"log\":\"\(json)\\n\",\"stream\":\"stdout\",\"time\":\"\(iso).5Z\"}"
    case "journal":
      "{\"MESSAGE\":\"\(line.text)\",\"SYSLOG_IDENTIFIER\":\"postfix/\(line.program)\","
        + "\"_PID\":\"9\",\"__REALTIME_TIMESTAMP\":\"\(time)000001\"}"
    case "double": "\(iso)Z \(classic) pbx \(rest)"
    case "relayed": "\(classic) relay \(iso)+00:00 pbx \(rest)"
    case "short-precise": "\(classic).168353 pbx \(rest)"
    case "short-full": "\(stamp(time, "%a %Y-%m-%d %H:%M:%S")) UTC pbx \(rest)"
    case "short-unix": "\(time).168353 pbx \(rest)"
    case "facility": "\(iso)Z mail.info \(rest)"
    case "container": "\(iso).123456789Z stdout F \(rest)"
    case "container with a head": "\(iso).123456789Z stderr F \(classic) pbx \(rest)"
    default: "\(classic) pbx \(rest)"
    }
  }

  @Test(arguments: forms)
  func `a log is read whoever writes its lines`(_ form: String) throws {
    let site = try site()
    for (status, grade) in [("sent", "delivered"), ("bounced", "failed")] {
      let text = Self.lines(status: status).map { Self.written(form, $0) + "\n" }.joined()
      let log = try site.log(text, name: "\(status).log", written: Self.mailed + 1)
      let found = try site.grades(logs: [log], now: Self.now)
      #expect(found.grades[Self.box] == grade)
      #expect(found.errors.isEmpty)
    }
  }

  // MARK: - Logs that are of no use

  static let useless: [(text: String, words: String)] = [
    (
      "type=AVC msg=audit(1): denied for pat@example.com\n",
      "the first line not understood: 'type=AVC msg=audit(1): denied for …'"
    ),
    ("", "it is empty"),
    (
      lines().map { $0.text + "\n" }.joined(),
      "lines without a time, as of 'journalctl -o cat', cannot be used"
    ),
  ]

  @Test(arguments: useless)
  func `a log that proves nothing is named wherever it is used`(
    _ row: (text: String, words: String)
  ) throws {
    let site = try site()
    let log = try site.log(row.text)
    let commands = [
      ["scan"], ["messages"], ["explain", "1001@default", "INBOX/0"], ["doctor"],
      ["purge", "--emailed", "--older", "30d", "--dry-run"],
    ]
    for words in commands {
      let done = try site.vmscan(words, logs: [log], now: Self.now)
      #expect((done.output + done.errors).contains(log), "\(words)")
      let said = (done.output + done.errors).replacingOccurrences(
        of: "\\s+", with: " ", options: .regularExpression)
      #expect(said.contains(row.words), "\(words): \(said)")
      #expect(!said.contains("denied for pat@"))
    }
    // A log line may hold anything, so it is for administrators alone.
    for words in [["scan"], ["messages"], ["explain", "1001@default", "INBOX/0"]] {
      let done = try site.vmscan(words + ["--reader", "auditor"], logs: [log], now: Self.now)
      #expect((done.output + done.errors).contains(log), "\(words)")
      #expect(!(done.output + done.errors).contains("AVC"), "\(words)")
    }
    #expect(try grade(site, [log]) == "inferred")
  }

  @Test func `a log in another zone is named, makes nothing absent and is mended by a setting`()
    throws
  {
    let site = try site()
    // The clock of the log runs five hours behind UTC; its file's time does not.
    let log = try site.log(
      Self.text(Self.lines(), at: Self.mailed + 1 - 5 * 3600), written: Self.mailed + 7201)
    let found = try site.grades(logs: [log], now: Self.now)
    #expect(found.grades == [Self.box: "inferred"])
    #expect(found.errors.contains("5 h apart"))
    #expect(found.errors.contains("mailLogZone"))
    let scan = try site.vmscan(["scan"], logs: [log], now: Self.now)
    #expect(scan.output.contains("mailLogZone"))
    // Recorded with wrong times, then read anew in the right zone.
    let mended = try MailSite("mailLogZone: EST5\ndb: \(site.site.database)\n")
    try mended.configure([("1001", "pat@example.com")])
    try mended.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    #expect(try grade(mended, [log]) == "delivered")
  }

  @Test func `what came after another mail server took the log over is not absent`() throws {
    let site = try site()
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 1, mailed: Self.mailed + 5 * Self.day, seconds: 5, bytes: 8185))
    var text = Self.text(Self.lines())
    for hour in 0..<(10 * 24) {
      text +=
        "\(Self.stamp(Self.mailed + 8000 + Int64(hour) * 3600)) pbx sSMTP[49]: Sent mail for "
        + "asterisk@pbx (221 2.0.0 Bye) uid=999 username=asterisk outbytes=4697\n"
    }
    let log = try site.log(text, written: Self.mailed + 8000 + 239 * 3600)
    let found = try site.grades(logs: [log], now: Self.now)
    #expect(found.grades == [Self.box: "delivered", "1001@default INBOX/1": "inferred"])
    for words in [["scan"], ["doctor"], ["messages"]] {
      let done = try site.vmscan(words, logs: [log], now: Self.now)
      let said = (done.output + done.errors).replacingOccurrences(
        of: "\\s+", with: " ", options: .regularExpression)
      #expect(said.contains("ssmtp has written it"), "\(words): \(said)")
      #expect(said.contains("names the sender and no recipient; use vmscan mailer"), "\(words)")
    }
  }

  @Test(arguments: ["ssmtp", "esmtp"])
  func `the doctor says what only the mail command can know`(_ program: String) throws {
    let site = try site(general: "mailcmd=/usr/sbin/\(program) -t\n")
    let said = try site.vmscan(["doctor"], logs: [], now: Self.now).output
    #expect(said.contains("no log of \(program) can prove a mail"))
    #expect(said.contains("use vmscan mailer"))
    let other = try self.site(general: "mailcmd=/usr/sbin/sendmail -t\n")
    #expect(try !other.vmscan(["doctor"], logs: [], now: Self.now).output.contains("can prove a"))
  }

  @Test func `a line that is too long to read is named`() throws {
    let site = try site()
    let long =
      "\(Self.stamp(Self.mailed)) pbx postfix/smtpd[9]: \(String(repeating: "x", count: 300_000))\n"
    let log = try site.log(long + Self.text(Self.lines()), written: Self.mailed + 7201)
    let found = try site.grades(logs: [log], now: Self.now)
    #expect(found.grades == [Self.box: "delivered"])
    #expect(found.errors.contains("1 line longer than 262144 bytes skipped"), "\(found.errors)")
  }

  @Test func `the settings say how long a mail stays queued`() throws {
    for (yaml, grade) in [("", "handedOver"), ("mailQueueLifetime: 2d\n", "failed")] {
      let site = try site(yaml: yaml)
      let waiting = Self.text(
        Self.lines(status: "deferred", words: "450 busy").dropLast(), end: 3 * Self.day)
      let log = try site.log(waiting, written: Self.mailed + 1 + 3 * Self.day)
      let found = try site.grades(logs: [log], now: Self.mailed + 3 * Self.day + 60)
      #expect(found.grades == [Self.box: grade])
    }
  }

  // MARK: - Handed on, and no more

  /// Lines by which an agent says that it gave the mail to another program or queue on the machine
  /// itself, whose own words are missing.
  static let handedOn: [(name: String, lines: [String])] = [
    (
      "postfix forwarded",
      lines(status: "sent", words: "forwarded as 4A1B2C3D99").map {
        "pbx postfix/\($0.program == "smtp" ? "local" : $0.program)[9]: \($0.text)"
      }
    ),
    (
      "postfix filter",
      lines().map { "pbx postfix/\($0.program)[9]: \($0.text)" }.map {
        $0.replacing("mx.example.com[192.0.2.9]:25", with: "pbx.example.com[127.0.0.1]:10024")
      }
    ),
    (
      "postfix socket",
      lines(words: "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5B")
        .map { "pbx postfix/\($0.program)[9]: \($0.text)" }.map {
          $0.replacing(
            "mx.example.com[192.0.2.9]:25", with: "pbx.example.com[/run/amavis/amavisd.sock]")
        }
    ),
    (
      "postfix cut",
      lines().map { "pbx postfix/\($0.program)[9]: \($0.text)" }.map {
        $0.hasSuffix("(250 2.0.0 OK)") ? String($0.dropLast(6)) : $0
      }
    ),
    (
      "sendmail",
      [
        "pbx sendmail[9]: 6AT4MkAg000094: from=asterisk, size=112204, class=0, nrcpts=1, "
          + "msgid=<Asterisk-1-1804289383-1001-2231@pbx>, relay=asterisk@localhost",
        "pbx sendmail[9]: 6AT4MkAg000094: to=pat@example.com, ctladdr=asterisk (9/9), mailer=relay, "
          + "relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (6AT4Mk4V000095 Message accepted)",
      ]
    ),
    (
      "sendmail by name",
      [
        "pbx sm-mta[9]: 6AT4MkAg000094: from=<asterisk@pbx>, size=112204, class=0, nrcpts=1, "
          + "msgid=<Asterisk-1-1804289383-1001-2231@pbx>, proto=ESMTP, relay=asterisk@localhost",
        "pbx sm-mta[9]: 6AT4MkAg000094: to=<pat@example.com>, mailer=relay, "
          + "relay=filter.example.com. [127.0.0.1], dsn=2.0.0, stat=Sent (Ok)",
      ]
    ),
    (
      "exim",
      [
        "pbx exim[9]: 1xVGff-00001t-3A <= asterisk@pbx U=asterisk P=local S=112204 "
          + "id=Asterisk-1-1804289383-1001-2231@pbx for pat@example.com",
        "pbx exim[9]: 1xVGff-00001t-3A => pat@example.com R=amavis T=amavis_smtp "
          + "H=127.0.0.1 [127.0.0.1] C=\"250 2.0.0 Ok\"",
        "pbx exim[9]: 1xVGff-00001t-3A Completed",
      ]
    ),
    (
      "exim pipe",
      [
        "pbx exim[9]: 1xVGff-00001t-3A <= asterisk@pbx U=asterisk P=local S=112204 "
          + "id=Asterisk-1-1804289383-1001-2231@pbx for pat@example.com",
        "pbx exim[9]: 1xVGff-00001t-3A => pat <pat@example.com> R=spam_router T=spamcheck",
        "pbx exim[9]: 1xVGff-00001t-3A Completed",
      ]
    ),
    (
      "msmtp",
      [
        "pbx msmtp: host=127.0.0.1 tls=off auth=off from=a@pbx recipients=pat@example.com "
          + "mailsize=112204 smtpstatus=250 smtpmsg='250 2.0.0 Ok: queued as A0' exitcode=EX_OK"
      ]
    ),
    (
      "msmtp by name",
      [
        "pbx msmtp: host=localhost.localdomain tls=off auth=off from=a@pbx "
          + "recipients=pat@example.com mailsize=112204 smtpstatus=250 smtpmsg='250 Ok' "
          + "exitcode=EX_OK"
      ]
    ),
    (
      "nullmailer",
      [
        "Starting delivery: host: localhost protocol: smtp file: \(mailed + 1).57",
        "From: <asterisk@pbx> to: <pat@example.com>",
        "Message-ID: <Asterisk-1-1804289383-1001-2231@pbx>", "smtp: Succeeded: 250 2.0.0 Ok",
        "Sent file.",
      ].map { "pbx nullmailer-send[3]: \($0)" }
    ),
    (
      "opensmtpd",
      [
        "smtp message msgid=11dd617e size=112204 nrcpt=1 proto=ESMTP",
        "smtp envelope evpid=11dd617e2f4cd475 from=<asterisk@pbx> to=<pat@example.com>",
        "mta delivery evpid=11dd617e2f4cd475 from=<asterisk@pbx> to=<pat@example.com> rcpt=<-> "
          + "source=\"127.0.0.1\" relay=\"127.0.0.1 (localhost)\" delay=0s result=\"Ok\" "
          + "stat=\"250 2.0.0 Ok\"",
      ].map { "pbx smtpd[56]: 370b2156fc8671cb \($0)" }
    ),
    (
      "vacation",
      [
        "pbx exim[9]: 1xVGff-00001t-3A <= asterisk@pbx U=asterisk P=local S=112204 "
          + "id=Asterisk-1-1804289383-1001-2231@pbx for pat@example.com",
        "pbx exim[9]: 1xVGff-00001t-3A => >asterisk@pbx <pat@example.com> R=vacation T=userautoreply",
        "pbx exim[9]: 1xVGff-00001t-3A Completed",
      ]
    ),
  ]

  @Test(arguments: handedOn)
  func `what was handed on without a further word is not delivered`(
    _ row: (name: String, lines: [String])
  ) throws {
    let site = try site()
    let text = row.lines.map { "\(Self.stamp(Self.mailed + 1)) \($0)\n" }.joined()
    let log = try site.log(text, written: Self.mailed + 1)
    #expect(try grade(site, [log]) == "handedOver", "\(row.name)")
    // Lines of the same shape that name another machine are proof.
    let proof = text.replacing("127.0.0.1", with: "192.0.2.9").replacing(
      "host: localhost", with: "host: mx.example.com"
    ).replacing("/run/amavis/amavisd.sock", with: "192.0.2.9")
    guard proof != text else { return }
    let far = try site.log(proof, name: "far.log", written: Self.mailed + 1)
    #expect(try grade(site, [far]) == "delivered", "\(row.name)")
  }

  @Test(arguments: ["pat@example.com: Unrouteable", "pat@example.com : Unrouteable"])
  func `Exim's failures are read with and without a blank before the colon`(_ words: String) throws
  {
    let site = try site()
    let text = [
      "<= asterisk@pbx U=asterisk P=local S=112204 id=Asterisk-1-1804289383-1001-2231@pbx "
        + "for pat@example.com", "** \(words) address", "Completed",
    ].map { "\(Self.stamp(Self.mailed + 1)) pbx exim[9]: 1xVGff-00001t-3A \($0)\n" }.joined()
    let log = try site.log(text, written: Self.mailed + 1)
    #expect(try grade(site, [log]) == "failed")
  }

  @Test(arguments: [
    ("delivered to command: /bin/cat >/dev/null", "handedOver"),
    ("delivered to command: /opt/notify", "handedOver"),
    // Their recipes may throw a mail away, and they end well.
    ("delivered to command: /usr/bin/procmail -a pat", "handedOver"),
    ("delivered to command: /usr/bin/maildrop -d pat", "handedOver"),
    ("delivered to command: IFS=' ' && exec /usr/bin/procmail -f- || exit 75 #pat", "handedOver"),
    ("delivered to command: /usr/lib/dovecot/dovecot-lda -f \"$SENDER\"", "delivered"),
    ("delivered to command: /usr/bin/spamc -e /usr/lib/dovecot/deliver", "delivered"),
    ("delivered to command: /usr/local/bin/not-deliver", "handedOver"),
    ("delivered to command: /opt/notify dovecot", "handedOver"),
    ("delivered via mailfilter service", "handedOver"),
    ("delivered via dovecot service", "delivered"),
    ("delivered via spamfilter service", "handedOver"), ("delivered to maildir", "delivered"),
  ])
  func `a command counts only when it is known to store mails`(
    _ row: (words: String, grade: String)
  ) throws {
    let site = try site()
    let lines = Self.lines(words: row.words).map {
      (program: $0.program == "smtp" ? "local" : $0.program, text: $0.text)
    }
    let log = try site.log(Self.text(lines), written: Self.mailed + 7201)
    #expect(try grade(site, [log]) == row.grade)
  }

  @Test func `a mail that went to some of the addresses only is not delivered`() throws {
    let site = try site()
    try site.configure([("1001", "pat@example.com|lee@example.com")])
    let log = try site.log(Self.text(Self.lines()), written: Self.mailed + 7201)
    #expect(try grade(site, [log]) == "handedOver")
    let why = try site.vmscan(["explain", "1001@default", "INBOX/0"], logs: [log], now: Self.now)
    #expect(why.output.contains("the log does not say what became of lee@example.com"))
  }

  @Test(arguments: [0, 90] as [Int64])
  func `a mail queued anew has the fate of its new queue id`(pause: Int64) throws {
    for (status, grade) in [("sent", "delivered"), ("bounced", "failed"), ("deferred", "failed")] {
      let site = try site()
      func line(_ text: String, _ after: Int64 = 0) -> String {
        "\(Self.stamp(Self.mailed + 1 + after)) pbx \(text)\n"
      }
      let first = Self.lines(status: "deferred", words: "450 4.2.1 busy").dropLast()
      let second = Self.lines(status: status, id: "5B1B2C3D4F")
      let head = first.map { line("postfix/\($0.program)[9]: \($0.text)") }.joined()
      // By the super user, whose pickup hands it in again.
      let byHand =
        head + line("postfix/postsuper[8]: 4A1B2C3D4E: requeued", pause + 1)
        + second.map { line("postfix/\($0.program)[9]: \($0.text)", pause + 1) }.joined()
      // By MailScanner, which names both ids and hands it to the queue manager.
      let scanner =
        head + line("MailScanner[7]: Requeue: 4A1B2C3D4E.A1B2C to 5B1B2C3D4F", pause)
        + second.dropFirst(2).map { line("postfix/\($0.program)[9]: \($0.text)", pause) }.joined()
      for (number, text) in [byHand, scanner].enumerated() {
        let end = line("postfix/smtpd[910]: disconnect from localhost[127.0.0.1]", 20 * Self.day)
        let log = try site.log(
          text + end, name: "\(status)\(number).log", written: Self.mailed + 1 + 20 * Self.day)
        #expect(try self.grade(site, [log]) == grade, "\(status) \(number)")
      }
    }
  }

  // MARK: - Size

  @Test func `a mail smaller than the recording may hold a smaller one where a script mails`()
    throws
  {
    for (command, size, grade) in [
      ("/usr/sbin/sendmail -t", 40_000, "noticeOnly"), ("/opt/vm/wav2mp3", 40_000, "delivered"),
      ("/opt/vm/wav2mp3", 1500, "noticeOnly"), ("/usr/sbin/sendmail -t", 131_000, "delivered"),
    ] {
      let site = try site(general: "mailcmd=\(command)\n", seconds: 60)
      let log = try site.log(Self.text(Self.lines(size: size)), written: Self.mailed + 7201)
      #expect(try self.grade(site, [log]) == grade, "\(command) \(size)")
    }
  }

  // MARK: - Copies

  @Test func `copies of one recording share its proof`() throws {
    let site = try site()
    let log = try site.log(Self.text(Self.lines()), written: Self.mailed + 7201)
    let inbox = site.site.spool + "/default/1001/INBOX"
    func copy(_ to: String, _ change: String = "cat") throws {
      let folder = "\(site.site.spool)/default/\(to)"
      let done = try Program.run(
        "/bin/sh",
        [
          "-c",
          "mkdir -p '\(folder)' && cp '\(inbox)/msg0000.WAV' '\(folder)/' && "
            + "\(change) <'\(inbox)/msg0000.txt' >'\(folder)/msg0000.txt'",
        ])
      #expect(done.status == 0)
    }
    try copy("1001/Old")
    try copy("1001/Work", "sed s/msg_id=.*/msg_id=other-00000001/")
    try copy("1002/INBOX")
    let all = try site.grades(logs: [log], now: Self.now).grades
    #expect(
      all.filter { $0.key != "1002@default INBOX/0" } == [
        Self.box: "delivered", "1001@default Old/0": "delivered",
        "1001@default Work/0": "delivered",
      ])
    // The recording was mailed, but nothing says that the owner of the other mailbox got it.
    #expect(all["1002@default INBOX/0"] == "inferred")
    let why = try site.vmscan(["explain", "1002@default", "INBOX/0"], logs: [log], now: Self.now)
    #expect(why.output.contains("the mail went to the people of mailbox 1001, not to this"))
    // The original is gone, its copies remain.
    try FileManager.default.removeItem(atPath: inbox)
    let rest = try site.grades(logs: [log], now: Self.now).grades
    #expect(rest == all.filter { $0.key != Self.box })
  }

  // MARK: - Proof and configuration

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `no sequence of edits lowers a recorded delivery`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var site = try site()
    let log = try site.log(Self.text(Self.lines()), written: Self.mailed + 7201)
    var (context, time) = ("default", Self.mailed + Self.day)
    func scan() throws {
      let done = try site.vmscan(["scan", "--quiet"], logs: [log], now: time)
      #expect(done.status == 0, "\(done.errors)")
    }
    try scan()
    var done: [String] = []
    for _ in 0..<4 {
      time += Self.day
      // What moves the mailbox may come with what changes it, before any scan sees either.
      let move = ["", "", "context", "spool"].randomElement(using: &random) ?? ""
      let edit =
        ["address", "another", "empty", "attach", "pager", "removed", "other", "option", "gone"]
        .randomElement(using: &random) ?? ""
      done.append(move + " " + edit)
      var line = "1001 => 731952,Pat,pat@example.com,,attach=yes\n"
      switch edit {
      case "address": line = "1001 => 731952,Pat,new@example.com,,attach=yes\n"
      case "another": line = "1001 => 731952,Pat,pat@example.com|lee@example.com,,attach=yes\n"
      case "empty": line = "1001 => 731952,Pat,,,attach=yes\n"
      case "attach": line = "1001 => 731952,Pat,pat@example.com,,attach=no\n"
      case "pager": line = "1001 => 731952,Pat,,p@pager.example,attach=no\n"
      case "removed": line = "1002 => 731952,Lee,lee@example.com\n"
      case "gone": line = ""
      case "other": line = "1001 => 731952,Pat,other@example.com|third@example.com,,attach=yes\n"
      default: line += "1003 => 731952,Kim,kim@example.com\n"
      }
      if move == "context" {
        let next = context + "x"
        try FileManager.default.moveItem(
          atPath: "\(site.spool)/\(context)", toPath: "\(site.spool)/\(next)")
        context = next
      } else if move == "spool" {
        let next = site.spool + "x"
        try FileManager.default.moveItem(atPath: site.spool, toPath: next)
        site.movedSpool = next
      }
      try site.configure("[general]\nformat=wav49\nattach=yes\n[\(context)]\n\(line)")
      // Before the next scan has seen the edit, and after.
      for _ in 0..<2 {
        let grades = try site.grades(logs: [log], now: time).grades
        #expect(grades == ["1001@\(context) INBOX/0": "delivered"], "\(done)")
        try scan()
      }
    }
  }

  @Test func `an edit does not solve what is kept, and the recipient that went away is shown`()
    throws
  {
    let site = try site()
    let log = try site.log(Self.text(Self.lines()), written: Self.mailed + 7201)
    _ = try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.mailed + 35 * Self.day)
    try site.configure("[general]\nformat=wav49\n[default]\n1001 => 731952,Pat,,,attach=no\n")
    let scan = try site.vmscan(["scan", "--changes"], logs: [log], now: Self.now)
    #expect(!scan.output.contains("- informational VM-405"))
    #expect(scan.output.contains("pat@example.com"), "\(scan.output)")
  }

  // MARK: - What Asterisk's user cannot read

  @Test(.enabled(if: geteuid() == 0))
  func `files of root in the spool are named by scan and doctor`() throws {
    let site = try site()
    let spool = site.site.spool
    let done = try Program.run(
      "/bin/sh",
      [
        "-c",
        "chown -R 5001:5001 '\(spool)'; cd '\(spool)/default/1001/INBOX' && chown 0:0 * && chmod 600 *",
      ])
    #expect(done.status == 0)
    #expect(try site.vmscan(["scan"], logs: [], now: Self.now).output.contains("VM-710"))
    let doctor = try site.vmscan(["doctor"], logs: [], now: Self.now)
    #expect(doctor.output.contains("1 message has files that do not belong to"))
  }

  @Test(.enabled(if: geteuid() == 0))
  func `a PIN file that Asterisk's user cannot read is not in force`() throws {
    let site = try site()
    try site.configure(
      "[general]\npasswordlocation=spooldir\n[default]\n1001 => 1234,Pat,pat@example.com\n")
    let file = site.site.spool + "/default/1001/secret.conf"
    try "[general]\npassword = 918273\n".write(toFile: file, atomically: true, encoding: .utf8)
    _ = try Program.run(
      "/bin/sh", ["-c", "chown -R 5001:5001 '\(site.site.spool)'; chmod 600 '\(file)'"])
    let before = try site.vmscan(["scan"], logs: [], now: Self.now).output
    #expect(!before.contains("VM-500"))
    _ = try Program.run("/bin/sh", ["-c", "chown 0:0 '\(file)'"])
    let after = try site.vmscan(["scan"], logs: [], now: Self.now).output
    #expect(after.contains("VM-500"))
    #expect(after.contains("Asterisk's user cannot read it"))
  }

  // MARK: - The mail command's journal

  @Test func `a journal that could not be read once is read later`() throws {
    let site = try site(yaml: "")
    let journal = site.path("journal")
    let name = Self.stamp(Self.mailed, "%Y-%m-%d") + ".ndjson"
    try FileManager.default.createDirectory(
      atPath: "\(journal)/\(name)", withIntermediateDirectories: true)
    let settings = site.path("journal.yaml")
    try "mailerJournal: \(journal)\ntemporaryDirectories: []\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    func run(_ words: [String], _ now: Int64) throws -> Finished {
      try Program.run(
        Program.vmscan,
        words + [
          "--asterisk-etc", site.site.etc, "--spool", site.site.spool, "--db",
          site.site.database, "--config", settings, "--now", "@\(now)",
        ])
    }
    // Two scans ten days apart find something else in the file's place.
    for age in [30, 20] as [Int64] {
      let scan = try run(["scan", "--quiet"], Self.now - age * Self.day)
      #expect(scan.status == 3)
    }
    try FileManager.default.removeItem(atPath: "\(journal)/\(name)")
    let entry = { (kind: String, more: String) in
      "{\"kind\":\"\(kind)\",\"key\":\"1\",\"time\":\(Self.mailed + 1),"
        + "\"messageID\":\"Asterisk-1-1804289383-1001-2231@pbx.example.com\","
        + "\"recipients\":[\"pat@example.com\"],\"hasAudio\":true,\"size\":4096,"
        + "\"command\":\"/usr/sbin/sendmail\"\(more)}\n"
    }
    try (entry("handed", "") + entry("ended", ",\"exitStatus\":0")).write(
      toFile: "\(journal)/\(name)", atomically: true, encoding: .utf8)
    #expect(try run(["scan", "--quiet"], Self.now).status == 0)
    let explained = try run(["explain", "1001@default", "INBOX/0"], Self.now).output
    #expect(explained.contains("handedOver"), "\(explained)")
  }
}
