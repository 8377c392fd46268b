import Testing
import VmscanModel
import VmscanStore

@testable import VmscanCommands

struct HoldAddTests {
  private let add = ["hold", "add", "--matter", "case-17", "--owner", "Legal"]

  @Test(arguments: [
    ["--older", "30d"], ["--emailed"], ["--evidence", "delivered"], ["--folder", "INBOX"],
    ["--heard"], ["--unheard"], ["--orphaned"], ["--larger", "10M"],
  ])
  func `a predicate that changes with time is refused by name`(words: [String]) throws {
    let site = try TestSite()
    let done = site.run(add + ["--mailbox", "1001@default"] + words, now: "2026-12-31")
    #expect(done.status == .usage)
    #expect(done.errors.contains("\(words[0]) cannot limit a hold"), "\(done.errors)")
    #expect(!done.errors.contains("Unknown option"))
  }

  @Test(arguments: ["--to", "--before"])
  func `a date before which messages came is one of two words`(word: String) throws {
    let site = try TestSite.sample()
    let done = site.run(add + [word, "2027-06-30"] + place(site), now: "2026-12-31")
    #expect(done.status == .success, "\(done.errors)")
    #expect(site.run("hold", "list").output.contains("before 2027-06-30"))
  }

  private func place(_ site: TestSite) -> [String] {
    ["--asterisk-etc", site.etc, "--spool", site.spool]
  }

  @Test func `says how many messages it protects`() throws {
    let site = try TestSite.sample()
    let list = site.run(
      ["messages", "--mailbox", "1001@default", "--format", "csv"] + place(site)
        + Folder.allCases.flatMap { ["--folder", $0.name] }, now: "2026-12-31")
    let count = list.output.split(whereSeparator: \.isNewline).count - 1
    #expect(count > 1)
    let done = site.run(add + ["--mailbox", "1001@default"] + place(site), now: "2026-12-31")
    #expect(done.status == .success, "\(done.errors)")
    #expect(
      done.output.contains("protects \(count) messages in 1001@default until released"),
      "\(done.output)")
  }

  @Test(arguments: [
    (
      ["--mailbox", "9999@default"], "mailbox '9999@default' is neither configured nor in the spool"
    ),
    (["--mailbox", "10011@default"], "did you mean '1001@default'?"),
    (["--context", "defualt"], "did you mean 'default'?"),
    (["--mailbox", "1001@default", "--context", "nope"], "context 'nope' is neither"),
  ])
  func `a name that means nothing here is refused`(words: [String], sentence: String) throws {
    let site = try TestSite.sample()
    let done = site.run(add + words + place(site), now: "2026-12-31")
    #expect(done.status == .usage)
    #expect(done.errors.contains(sentence), "\(done.errors)")
    #expect(!site.run("hold", "list").output.contains("case-17"))
    let meant = site.run(add + words + ["--allow-empty"] + place(site), now: "2026-12-31")
    #expect(meant.status == .success, "\(meant.errors)")
    #expect(meant.output.contains("protects no message"), "\(meant.output)")
  }

  @Test func `a scope that covers nothing now is refused unless that is meant`() throws {
    let site = try TestSite.sample()
    let early = ["--before", "1999-01-01"]
    let done = site.run(add + early + place(site), now: "2026-12-31")
    #expect(done.status == .refused && done.errors.contains("--allow-empty"), "\(done.errors)")
    let meant = site.run(add + early + ["--allow-empty"] + place(site), now: "2026-12-31")
    #expect(meant.status == .success, "\(meant.errors)")
  }

  /// A hold is placed all the same: too much is protected rather than too little.
  @Test func `what cannot be counted is said to be unknown`() throws {
    let site = try TestSite()
    let done = site.run(add + ["--mailbox", "1001@default"] + place(site), now: "2026-12-31")
    #expect(done.status == .success)
    #expect(done.output.contains("the messages could not be counted"), "\(done.output)")
    #expect(site.run("hold", "list").output.contains("1001@default"))
    try site.write("[default\n", to: "etc/voicemail.conf")
    let unsure = site.run(add + ["--mailbox", "1001@default"] + place(site), now: "2026-12-31")
    #expect(unsure.status == .incomplete, "\(unsure.output)")
  }

  @Test func `the journal says who, for whom, over what, and when by the clock`() throws {
    let site = try TestSite.sample()
    let words = add + ["--mailbox", "1001@default", "--caller", "5551234", "--allow-empty"]
    let done = site.run(
      words + place(site), now: "2001-01-01T00:00:00Z", clock: "2026-12-31T00:00:00Z")
    #expect(done.status == .success, "\(done.errors)")
    _ = site.run(
      ["hold", "release", "1"], now: "2001-01-01T00:00:00Z", clock: "2026-12-31T01:00:00Z")
    let store = try HistoryStore(path: site.database)
    let records = try store.records(run: nil).filter { $0.kind == "hold" }
    #expect(records.map { $0.detail["change"] } == ["placed", "released"])
    #expect(
      records.map(\.time)
        == [Timestamp(parsing: "2026-12-31T00:00:00Z"), Timestamp(parsing: "2026-12-31T01:00:00Z")])
    for record in records {
      #expect(record.detail["owner"] == "Legal" && record.detail["matter"] == "case-17")
      #expect(record.detail["scope"] == "1001@default, 1 caller")
      #expect(!record.detail.values.contains { $0.contains("5551234") })
      #expect(!record.command.contains("5551234"))
    }
    #expect(try store.holds().map(\.placed) == [Timestamp(parsing: "2026-12-31T00:00:00Z")])
  }

  @Test func `a hold of everything is asked for by name, and the help says so`() throws {
    let site = try TestSite()
    #expect(site.run(add, now: "2026-12-31").status == .usage)
    let help = site.run("hold", "add", "--help").output
    #expect(help.contains("--everything") && !help.contains("without any the hold"))
    #expect(!help.contains("--older"))
  }
}
