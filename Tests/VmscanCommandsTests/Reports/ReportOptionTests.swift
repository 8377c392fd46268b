import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

struct ReportOptionTests {
  private let alice = "1001 => 481516,Alice Example,alice@gmail.com"
  private let bob = "1002 => 927461,Bob Example,bob@gmail.com"

  @Test
  func `with a baseline only what is new is shown and fails`() throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet")
    let saved = site.run("report", "--format", "json", "--output", site.path + "/base.json")
    #expect(saved.status == .success)
    let base = ["--baseline", site.path + "/base.json", "--fail-on", "high"]
    let same = site.run(["report"] + base, now: "2026-12-31T00:00:00Z")
    #expect(same.status == .success)
    #expect(!same.output.contains("VM-101"))
    #expect(same.errors.contains("left out"))
    try site.configure(alice + "\n" + bob)
    let more = site.scan("--baseline", site.path + "/base.json", "--fail-on", "high")
    #expect(more.status == .findings)
    #expect(more.output.contains("1002@default") && !more.output.contains("VM-101  1001@default"))
  }

  @Test(arguments: ["", "{}", "{\"schema\":99,\"run\":{\"id\":1},\"findings\":[]}"])
  func `what is no report cannot be a baseline`(text: String) throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet")
    try site.write(text, to: "base.json")
    let done = site.run("report", "--baseline", site.path + "/base.json")
    #expect(done.status == .badConfiguration)
    #expect(done.output.isEmpty && done.errors.contains("as a baseline"))
  }

  @Test
  func `compare and since tell what came and went`() throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet", now: "2026-10-01T00:00:00Z")
    try site.configure("1001 => 481516,Alice Example,alice@example.com\n" + bob)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    for words in [["--compare", "1"], ["--since", "30d"]] {
      let report = site.run(["report"] + words, now: "2026-12-02T00:00:00Z")
      #expect(report.status == .success, "\(report.errors)")
      #expect(report.output.contains("Since run 1 of 2026-10-01 00:00 UTC"))
      #expect(report.output.contains("~ 1001@default: now alice@example.com (own domain);"))
      #expect(report.output.contains("New mailboxes: 1"))
    }
    let officer = site.run("report", "--compare", "1", "--reader", "officer")
    #expect(!officer.output.contains("alice@") && !officer.output.contains("bob@"))
    let missing = site.run("report", "--compare", "9")
    #expect(missing.status == .usage)
  }

  @Test
  func `since further back than history compares with the first run, and says so`() throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    func report(_ format: String) -> Outcome {
      site.run(
        "report", "--since", "30d", "--reader", "officer", "--format", format,
        now: "2026-12-02T00:00:00Z")
    }
    for format in ["text", "html"] {
      let first = report(format)
      #expect(first.status == .success, "\(first.errors)")
      #expect(first.output.contains("There is nothing to compare with yet: run 1 is the first"))
    }
    #expect(report("json").status == .success)
    _ = site.scan("--quiet", now: "2026-12-02T00:00:00Z")
    for format in ["text", "html"] {
      let second = report(format).output
      #expect(second.contains("No run that is kept is 30 days old yet"))
      #expect(!second.contains("nothing to compare with yet"))
    }
    let later = site.run("report", "--since", "1d", now: "2026-12-02T00:00:00Z").output
    #expect(later.contains("Since run 1") && !later.contains("old yet"))
  }

  @Test(arguments: [
    ["--since", "30d", "--compare", "1"], ["--since", "30d", "--format", "csv"],
    ["--requirement", "x", "--format", "csv"], ["--on-change"], ["--schema", "nothing"],
    ["--mail-to", "a@b.example\nBcc: c@d.example"], ["--mail-to", "a@b.example,c@d.example"],
    ["--mail-to", "-oQ/tmp@b.example"], ["--log-events", "paper"],
  ])
  func `contradictions are usage errors`(words: [String]) throws {
    let site = try TestSite.lines(alice)
    let done = site.run(["report"] + words, now: "2026-12-31T00:00:00Z")
    #expect(done.status == .usage)
    #expect(done.output.isEmpty)
  }

  @Test(arguments: ["scan", "messages", "explain"], [".example.com", "", "@example.com", "com"])
  func `a wrong own domain is a usage error that names the flag`(
    command: String, domain: String
  ) throws {
    let site = try TestSite.lines(alice)
    let box = command == "explain" ? ["1001@default"] : []
    let done = site.run(
      [command] + box + ["--asterisk-etc", site.etc, "--own-domain", domain], now: "2026-12-31")
    #expect(done.status == .usage)
    #expect(done.errors.contains("--own-domain") && done.errors.contains("such as example.com"))
  }

  @Test
  func `a spool that could not be opened is never said to keep nothing`() throws {
    let site = try TestSite.lines(alice)
    removeTree(ByteText(site.spool))
    let done = site.scan()
    #expect(done.output.contains("Kept: no message was seen among what could be read."))
    #expect(!done.output.contains("Kept: no message."))
    let page = site.run("report", "--format", "html").output
    #expect(page.contains("<dd class=\"figure\">none seen</dd>"))
  }

  @Test
  func `mailboxes and contexts that nothing knows are named`() throws {
    let site = try TestSite.lines(alice)
    try site.write("", to: "voicemail/default/2002/INBOX/nothing")
    let place = ["--asterisk-etc", site.etc, "--spool", site.spool]
    let list = site.run(
      ["mailboxes", "--mailbox", "9999@default", "--mailbox", "2002@default"] + place,
      now: "2026-12-31")
    #expect(list.status == .success)
    #expect(list.errors.contains("mailbox '9999@default' is neither configured nor in the spool"))
    #expect(!list.errors.contains("2002@default"))
    for words in [["enable", "--yes"], ["disable", "--yes"], ["status"]] {
      let done = site.run(
        ["delete-after-email"] + words + ["--context", "nope"] + place, now: "2026-12-31")
      #expect(done.errors.contains("context 'nope' is neither configured nor in the spool"))
    }
  }

  @Test
  func `a requirement nobody knows is answered with the known ones`() throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet")
    let done = site.run("report", "--requirement", "Magna Carta")
    #expect(done.status == .usage)
    #expect(done.errors.contains("HIPAA 45 CFR 164.312(b)"))
  }

  @Test
  func `PIN strength is counted and no PIN shows`() throws {
    let site = try TestSite.lines(
      """
      1001 => 1001,Alice Example,alice@example.com
      1002 => 927461,Bob Example,bob@example.com
      1003 => 927461,Carol Example,carol@example.com
      1004 => ,Dave Example,dave@example.com
      """)
    let scan = site.scan("--format", "json")
    #expect(scan.output.contains("\"guessable\" : 1"))
    #expect(scan.output.contains("\"noPIN\" : 1"))
    #expect(scan.output.contains("\"noWeaknessFound\" : 2"))
    #expect(scan.output.contains("\"shared\" : 2"))
    #expect(!scan.output.contains("927461"))
    #expect(site.run("report", "--format", "json").output == scan.output)
    let page = site.run("report", "--format", "html").output
    #expect(page.contains("How strong the PINs are") && !page.contains("927461"))
  }

  @Test
  func `the last run that read everything is the last success`() throws {
    let site = try TestSite.lines(alice)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    removeTree(ByteText(site.spool))
    let partial = site.scan("--format", "prometheus", now: "2026-12-02T00:00:00Z")
    #expect(partial.status == .incomplete)
    let success = try #require(Timestamp(parsing: "2026-12-01T00:00:00Z")).epochSeconds
    #expect(partial.output.contains("} \(success)\n"))
    #expect(partial.output.contains(/vmscan_coverage_complete\{site="[^"]+"\} 0\n/))
  }
}
