import Foundation
import Testing

/// What a plan of yesterday may no longer remove today, and what a log that cannot be read leaves open.
struct ReviewedPlanTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400

  private static func stamp(_ time: Int64) -> String { EvidenceProgramTests.stamp(time) }

  /// A mail handed over, and bounced unless only the first lines are there yet.
  private static func log(isWhole: Bool) -> String {
    let head = "\(stamp(mailed + 1)) pbx postfix"
    let lines = [
      "\(head)/pickup[900]: 4A1B2C3D4E: uid=995 from=<asterisk>",
      "\(head)/cleanup[901]: 4A1B2C3D4E: message-id=<Asterisk-1-1804289383-1001-2231@pbx.example.com>",
      "\(head)/qmgr[80]: 4A1B2C3D4E: from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue active)",
      "\(head)/smtp[902]: 4A1B2C3D4E: to=<pat@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/0.8, dsn=5.1.1, status=bounced (550 5.1.1 unknown)",
      "\(head)/qmgr[80]: 4A1B2C3D4E: removed",
      "\(stamp(mailed + 7200)) pbx postfix/smtpd[910]: disconnect from localhost[127.0.0.1] quit=1 commands=1",
    ]
    return lines.prefix(isWhole ? 6 : 3).joined(separator: "\n") + "\n"
  }

  private func site(_ yaml: String = "") throws -> MailSite {
    let site = try MailSite(yaml)
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    return site
  }

  private func recordings(_ site: MailSite) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: site.spool + "/default/1001/INBOX")
      .filter { $0.hasSuffix(".txt") }.count
  }

  @Test func `a mail that came back since the plan keeps its message`() throws {
    let site = try site()
    // Within the life of the queue the mail counts as handed over.
    let then = Self.mailed + 86400
    let log = try site.log(Self.log(isWhole: false), written: Self.mailed + 1)
    let plan = site.path("plan")
    let made = try site.vmscan(
      ["purge", "--emailed", "--older", "1h", "--plan-out", plan], logs: [log], now: then)
    #expect(made.output.contains("To be removed: 1 message"), "\(made)")
    try site.log(Self.log(isWhole: true), written: Self.mailed + 7200)
    for words in [["--dry-run"], ["--yes"]] {
      let done = try site.vmscan(["purge", "--apply", plan] + words, logs: [log], now: then)
      #expect(done.status == 4, "\(done)")
      #expect(
        done.errors.contains("planned with grade handedOver, now has grade failed"),
        "\(done.errors)")
      #expect(try recordings(site) == 1)
    }
  }

  @Test func `a plan that is applied again says which run removed its messages`() throws {
    let site = try site()
    let plan = site.path("plan")
    _ = try site.vmscan(
      ["purge", "--emailed", "--older", "1h", "--plan-out", plan], logs: [], now: Self.now)
    let first = try site.vmscan(["purge", "--apply", plan, "--yes"], logs: [], now: Self.now)
    let run = try #require(first.output.firstMatch(of: /\(run (?<run>[^)]+)\)/)?.run)
    let again = try site.vmscan(["purge", "--apply", plan, "--yes"], logs: [], now: Self.now)
    #expect(again.status == 0, "\(again)")
    #expect(
      again.output.contains(
        "1 message of the plan was removed before, when it was applied by run \(run)"))
    #expect(again.output.contains("matched but kept: no message;"), "\(again.output)")
    #expect(!again.errors.contains("changed since the plan"), "\(again.errors)")
  }

  @Test func `a legal minimum that was set since the plan keeps its messages`() throws {
    let site = try site()
    let plan = site.path("plan")
    let made = try site.vmscan(
      ["purge", "--emailed", "--older", "30d", "--plan-out", plan], logs: [], now: Self.now)
    #expect(made.output.contains("To be removed: 1 message"), "\(made)")
    let policy = site.path("policy.yaml")
    try """
    version: "1"
    owner: Records
    rules:
      - {name: floor, keepAtLeast: {unheard: 5y, old: 5y, saved: 5y, deleted: 5y}}

    """.write(toFile: policy, atomically: true, encoding: .utf8)
    let refused = try site.vmscan(
      ["purge", "--apply", plan, "--policy", policy, "--yes"], logs: [], now: Self.now)
    #expect(refused.status == 2, "\(refused)")
    #expect(try recordings(site) == 1)
    try "temporaryDirectories: []\npolicyFile: \(policy)\n".write(
      toFile: site.path("vmscan.yaml"), atomically: true, encoding: .utf8)
    let done = try site.vmscan(["purge", "--apply", plan, "--yes"], logs: [], now: Self.now)
    #expect(done.status == 4, "\(done)")
    #expect(done.errors.contains("by rule 'floor'"), "\(done.errors)")
    #expect(try recordings(site) == 1)
    try FileManager.default.removeItem(atPath: policy)
    try site.log("temporaryDirectories: []\n", name: "vmscan.yaml")
    let applied = try site.vmscan(["purge", "--apply", plan, "--yes"], logs: [], now: Self.now)
    #expect(applied.status == 0 && applied.output.contains("removed: 1 message"), "\(applied)")
  }

  @Test(arguments: ["missing", "link to nothing", "directory"])
  func `a log that cannot be read makes no failed mail an inferred one that may go`(
    state: String
  ) throws {
    let site = try site()
    let log = try site.log(Self.log(isWhole: true), written: Self.mailed + 7200)
    let words = ["purge", "--emailed", "--older", "30d", "--max-percent", "100", "--yes"]
    let read = try site.vmscan(words, logs: [log], now: Self.now)
    #expect(read.output.contains("Nothing to remove"), "\(read)")
    // Another history, which never saw the log.
    try? FileManager.default.removeItem(atPath: site.site.database)
    try FileManager.default.removeItem(atPath: log)
    switch state {
    case "directory":
      try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
    case "link to nothing":
      try FileManager.default.createSymbolicLink(
        atPath: log, withDestinationPath: site.path("nowhere"))
    default: break
    }
    let done = try site.vmscan(words, logs: [log], now: Self.now)
    #expect(try recordings(site) == 1, "\(done)")
    #expect(done.status == 3, "\(done)")
    #expect(done.output.contains("a mail log could not be read"), "\(done.output)")
    let test = try site.vmscan(
      ["policy", "test", "1001@default", "INBOX/0", "--emailed", "--older", "30d"], logs: [log],
      now: Self.now)
    #expect(test.output.contains("a mail log could not be read"), "\(test)")
    // What is asked for by age alone needs no log.
    let byAge = try site.vmscan(
      ["purge", "--older", "30d", "--max-percent", "100", "--yes"], logs: [log], now: Self.now)
    #expect(byAge.output.contains("removed: 1 message"), "\(byAge)")
  }

  @Test func `a hold that was placed since keeps delete-after-email off`() throws {
    let site = try SpoolCopy()
    let etc = site.path + "/etc"
    try FileManager.default.copyItem(atPath: site.etc, toPath: etc)
    func vmscan(_ words: String...) throws -> Finished {
      try Program.run(
        Program.vmscan,
        words + ["--db", site.database, "--config", "/dev/null"]
          + (words[0] == "hold" ? [] : ["--asterisk-etc", etc, "--spool", site.spool]))
    }
    let conf = etc + "/voicemail.conf"
    let before = try Data(contentsOf: URL(filePath: conf))
    let against = try vmscan("delete-after-email", "enable", "--mailbox", "1001@default", "-n")
    let reasons = against.output.matches(of: /([a-z]+(?:-[a-z]+)+):/).map { String($0.1) }
    let plan = site.path + "/plan.json"
    let made = try Program.run(
      Program.vmscan,
      ["delete-after-email", "enable", "--mailbox", "1001@default", "--plan-out", plan]
        + reasons.flatMap { ["--override", $0] }
        + [
          "--db", site.database, "--config", "/dev/null", "--asterisk-etc", etc, "--spool",
          site.spool,
        ])
    #expect(made.status == 0, "\(made)")
    #expect(
      try vmscan(
        "hold", "add", "--matter", "case-17", "--owner", "Legal", "--mailbox", "1001@default"
      ).status == 0)
    let done = try vmscan("delete-after-email", "enable", "--apply", plan, "--yes")
    #expect(done.status == 4, "\(done)")
    #expect(done.errors.contains("1001@default: held: "), "\(done.errors)")
    #expect(try Data(contentsOf: URL(filePath: conf)) == before)
    let meant = try vmscan(
      "delete-after-email", "enable", "--apply", plan, "--override", "held", "--yes")
    #expect(meant.status == 0, "\(meant)")
    #expect(try Data(contentsOf: URL(filePath: conf)) != before)
  }

  /// Logs that were named and say nothing of the mail that came back, whatever they hold.
  static let useless: [(name: String, text: String, written: Int64)] = {
    let whole = log(isWhole: true)
    let bare = whole.split(separator: "\n").map { $0.dropFirst(stamp(0).count + 5) }
    let other = "\(stamp(mailed)) pbx postfix/smtpd[910]: disconnect from localhost[127.0.0.1]\n"
    return [
      ("empty", "", mailed), ("without times", bare.joined(separator: "\n") + "\n", mailed + 7200),
      ("in another zone", whole, mailed + 7200 + 5 * 3600), ("without voicemail", other, mailed),
      ("of an unknown program", "\(stamp(mailed)) pbx masqmail[1]: started\n", mailed),
    ]
  }()

  @Test(arguments: useless)
  func `a log that is of no use makes no mail an inferred one that may go`(
    _ row: (name: String, text: String, written: Int64)
  ) throws {
    let site = try site()
    // Two days before its mail, so that a log in another zone does not show it either.
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 1, mailed: Self.mailed - 2 * 86400, seconds: 5, bytes: 8185))
    let log = try site.log(row.text, written: row.written)
    let words = ["purge", "--emailed", "--older", "30d", "--max-percent", "100"]
    for more in [["--dry-run"], ["--yes"]] {
      let done = try site.vmscan(words + more, logs: [log], now: Self.now)
      #expect(try recordings(site) == 2, "\(done)")
      #expect(done.output.contains("a mail log could not be read or is of no use"), "\(done)")
    }
    let test = try site.vmscan(
      ["policy", "test", "1001@default", "INBOX/1", "--emailed", "--older", "30d"], logs: [log],
      now: Self.now)
    #expect(test.output.contains("or is of no use"), "\(test)")
    let unnamed = try site.vmscan(words + ["--yes"], logs: [], now: Self.now)
    #expect(unnamed.output.contains("removed: "), "\(unnamed)")
  }

  @Test(arguments: ["mail.log.1", "mail.log.1.gz", "read before"])
  func `a log that was just rotated is asked in its predecessor or in history`(before: String)
    throws
  {
    let site = try site()
    // Before the log's first line: it is silent about this one.
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 1, mailed: Self.mailed - 20 * 86400, seconds: 5, bytes: 8185))
    let log = site.path("mail.log")
    switch before {
    case "read before":
      try site.log(Self.log(isWhole: true), written: Self.mailed + 7200)
      _ = try site.vmscan(["scan"], logs: [log], now: Self.mailed + 86400)
    default:
      let rotated = try site.log(
        Self.log(isWhole: true), name: "mail.log.1", written: Self.mailed + 7200)
      if before.hasSuffix(".gz") { _ = try Program.run("/usr/bin/gzip", [rotated]) }
    }
    try site.log("")
    let done = try site.vmscan(
      ["purge", "--emailed", "--older", "30d", "--max-percent", "100", "--yes"], logs: [log],
      now: Self.now)
    #expect(done.output.contains("removed: 1 message"), "\(done)")
    let left = try site.grades(logs: [log], now: Self.now)
    #expect(left.grades == ["1001@default INBOX/0": "failed"], "\(left)")
  }
}
