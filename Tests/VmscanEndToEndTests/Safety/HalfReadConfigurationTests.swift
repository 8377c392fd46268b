import Foundation
import Testing

/// Nothing is removed for what the configuration says where only a part of it could be read.
struct HalfReadConfigurationTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400

  enum Gap: String, CaseIterable, Sendable {
    case command, database, staticTable
  }

  /// A site with a mailbox and a directory without one, both with an old message.
  private func site() throws -> MailSite {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    for box in ["1001", "2002"] {
      try site.leave(
        MailSite.Message(mailbox: box, number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    }
    return site
  }

  private func hide(_ gap: Gap, at site: MailSite) throws {
    let etc = site.site.etc
    func append(_ text: String, to name: String) throws {
      let path = etc + "/" + name
      let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      try (old + text).write(toFile: path, atomically: true, encoding: .utf8)
    }
    switch gap {
    case .command:
      try append("[options]\nexecincludes=yes\n", to: "asterisk.conf")
      try append("#exec /usr/bin/make-mailboxes\n", to: "voicemail.conf")
    case .database:
      try append("[settings]\nvoicemail => odbc,nowhere,boxes\n", to: "extconfig.conf")
    case .staticTable:
      try append("[settings]\nvoicemail.conf => odbc,nowhere,conf\n", to: "extconfig.conf")
    }
  }

  private func purge(_ site: MailSite, _ words: String...) throws -> Finished {
    try site.vmscan(
      ["purge"] + words + ["--older", "30d", "--max-percent", "100", "--yes"], logs: [],
      now: Self.now)
  }

  private func isThere(_ box: String, _ site: MailSite) -> Bool {
    FileManager.default.fileExists(atPath: site.spool + "/default/\(box)/INBOX/msg0000.txt")
  }

  @Test(arguments: Gap.allCases)
  func `a directory is no orphan where mailboxes could not be read`(gap: Gap) throws {
    let site = try site()
    try hide(gap, at: site)
    let done = try purge(site, "--orphaned")
    #expect(isThere("2002", site), "\(done)")
    #expect(done.output.contains("its mailbox may be configured where"), "\(done)")
    let decision = try site.vmscan(
      ["policy", "test", "2002@default", "INBOX/0", "--orphaned"], logs: [], now: Self.now)
    #expect(decision.output.contains("may be configured where"), "\(decision)")
  }

  @Test func `an orphan goes where everything was read`() throws {
    let site = try site()
    #expect(try purge(site, "--orphaned").output.contains("removed: 1 message"))
    #expect(!isThere("2002", site) && isThere("1001", site))
  }

  @Test(arguments: [Gap.command, .staticTable])
  func `nothing is inferred of half a configuration`(gap: Gap) throws {
    let site = try site()
    try hide(gap, at: site)
    let done = try purge(site, "--emailed")
    #expect(isThere("1001", site), "\(done)")
    #expect(done.output.contains("the configuration could not be read whole"), "\(done)")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func `nothing is inferred where an included file is closed`() throws {
    let site = try site()
    let (conf, more) = (site.site.etc + "/voicemail.conf", site.site.etc + "/more.conf")
    try """
    [general]
    format=wav49
    #include more.conf
    [default]
    1001 => 731952,Pat,pat@example.com

    """.write(toFile: conf, atomically: true, encoding: .utf8)
    try "attach=no\n".write(toFile: more, atomically: true, encoding: .utf8)
    let whole = site.site.scratch.path
    for words in [["chown", "-R", "65530", whole], ["chmod", "755", whole]] {
      #expect(try Program.run("/usr/bin/env", words).status == 0)
    }
    func purge() throws -> Finished {
      try Program.run(
        "/usr/bin/setpriv",
        [
          "--reuid=65530", "--regid=65530", "--clear-groups", Program.vmscan, "purge", "--emailed",
          "--older", "30d", "--dry-run", "--asterisk-etc", site.site.etc, "--spool", site.spool,
          "--db", site.site.database, "--config", "/dev/null", "--now", "@\(Self.now)",
        ])
    }
    let open = try purge()
    // A checkout that another user may not enter shows nothing.
    guard ![126, 127].contains(open.status) else { return }
    #expect(open.output.contains("Nothing to remove"), "\(open)")
    for words in [["chown", "root", more], ["chmod", "000", more]] {
      #expect(try Program.run("/usr/bin/env", words).status == 0)
    }
    let closed = try purge()
    #expect(closed.output.contains("Nothing to remove"), "\(closed)")
    #expect(closed.output.contains("the configuration could not be read whole"), "\(closed)")
  }

  @Test func `a database of further mailboxes says nothing of those in the file`() throws {
    let site = try site()
    try hide(.database, at: site)
    let done = try purge(site, "--emailed")
    #expect(!isThere("1001", site), "\(done)")
  }

  @Test func `a mailer journal that was named and is not there keeps what is inferred`() throws {
    let site = try MailSite("mailerJournal: /nonexistent/journal\n")
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(
        mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    let done = try purge(site, "--emailed")
    #expect(isThere("1001", site), "\(done)")
    #expect(done.status == 3, "\(done)")
    #expect(done.output.contains("a mail log could not be read or is of no use"), "\(done)")
    let scan = try site.vmscan(["scan"], logs: [], now: Self.now)
    #expect(scan.status == 3 && scan.output.contains("/nonexistent/journal"), "\(scan)")
  }

  @Test func `a spool that had messages and is empty is not counted as zero`() throws {
    let site = try site()
    #expect(try site.vmscan(["scan", "--quiet"], logs: [], now: Self.now).status == 0)
    let aside = site.path("aside")
    try FileManager.default.moveItem(atPath: site.spool, toPath: aside)
    try FileManager.default.createDirectory(
      atPath: site.spool, withIntermediateDirectories: false)
    for _ in 1...2 {
      let done = try site.vmscan(["scan"], logs: [], now: Self.now + 3600)
      #expect(done.status == 3, "\(done)")
      #expect(done.output.contains("is it mounted?"), "\(done.output)")
      #expect(!done.output.contains("1 resolved"), "\(done.output)")
    }
  }

  @Test func `a plan is judged again by what it was made for`() throws {
    let site = try site()
    let plan = site.path("plan")
    func apply() throws -> Finished {
      try site.vmscan(
        ["purge", "--apply", plan, "--max-percent", "100", "--yes"], logs: [], now: Self.now)
    }
    func make(_ words: String...) throws {
      try? FileManager.default.removeItem(atPath: plan)
      let made = try site.vmscan(
        ["purge", "--older", "30d", "--plan-out", plan] + words, logs: [], now: Self.now)
      #expect(made.output.contains("To be removed: 1 message"), "\(made)")
    }
    try make("--orphaned")
    try site.configure([("1001", "pat@example.com"), ("2002", "lee@example.com")])
    let configured = try apply()
    #expect(configured.status == 4 && isThere("2002", site), "\(configured)")
    #expect(configured.errors.contains("2002@default/INBOX/msg0000: keep: not selected"))
    let policy = site.path("policy.yaml")
    func write(_ age: String) throws {
      try """
      version: "1"
      owner: Records
      rules:
        - {name: all, mailbox: 1001@default, removeAfter: {unheard: \(age)}}
      """.write(toFile: policy, atomically: true, encoding: .utf8)
    }
    try write("30d")
    try make("--policy", policy)
    try write("365d")
    let longer = try apply()
    #expect(longer.status == 4 && isThere("1001", site), "\(longer)")
    #expect(longer.errors.contains("by rule 'all'"), "\(longer.errors)")
    try write("35d")
    #expect(try apply().status == 0 && !isThere("1001", site))
  }
}
