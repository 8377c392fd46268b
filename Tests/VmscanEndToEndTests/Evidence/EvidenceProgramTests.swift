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

  private static func stamp(_ time: Int64, _ form: String = "%b %e %H:%M:%S") -> String {
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
    "double", "relayed", "short-precise", "short-full", "facility",
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
    case "facility": "\(iso)Z mail.info \(rest)"
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
      "the first line not understood: '"
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
    #expect(try grade(site, [log]) == "inferred")
  }

  @Test func `a log in another zone is told, makes nothing absent and is mended by a setting`()
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
    // Nothing says that the owner of the other mailbox was mailed.
    #expect(all["1002@default INBOX/0"] != "delivered")
    // The original is gone, its copies remain.
    try FileManager.default.removeItem(atPath: inbox)
    let rest = try site.grades(logs: [log], now: Self.now).grades
    #expect(rest == all.filter { $0.key != Self.box })
  }

  // MARK: - Proof and configuration

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `no sequence of edits lowers a recorded delivery`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let site = try site()
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
      let edit =
        [
          "address", "empty", "attach", "pager", "removed", "context", "other", "option",
        ].randomElement(using: &random) ?? ""
      done.append(edit)
      var line = "1001 => 731952,Pat,pat@example.com,,attach=yes\n"
      switch edit {
      case "address": line = "1001 => 731952,Pat,new@example.com,,attach=yes\n"
      case "empty": line = "1001 => 731952,Pat,,,attach=yes\n"
      case "attach": line = "1001 => 731952,Pat,pat@example.com,,attach=no\n"
      case "pager": line = "1001 => 731952,Pat,,p@pager.example,attach=no\n"
      case "removed": line = "1002 => 731952,Lee,lee@example.com\n"
      case "context":
        let next = context + "x"
        try FileManager.default.moveItem(
          atPath: "\(site.site.spool)/\(context)", toPath: "\(site.site.spool)/\(next)")
        context = next
      case "other": line = "1001 => 731952,Pat,other@example.com|third@example.com,,attach=yes\n"
      default: line += "1003 => 731952,Kim,kim@example.com\n"
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

  @Test func `an edit does not solve what is kept, and the recipient that went away is told`()
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
  func `files of root in the spool are told by scan and doctor`() throws {
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
