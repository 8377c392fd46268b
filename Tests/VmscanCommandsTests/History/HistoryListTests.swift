import Testing
import VmscanTestSupport

@testable import VmscanCommands

struct HistoryListTests {
  /// Three runs: a finding appears, is fixed, and comes back at another address.
  private func site() throws -> TestSite {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@gmail.com")
    _ = site.scan("--quiet", now: "2026-10-01T00:00:00Z")
    try site.configure("1001 => 481516,Alice Example,alice@example.com")
    _ = site.scan("--quiet", now: "2026-10-11T00:00:00Z")
    try site.configure("1001 => 481516,Alice Example,alice@outlook.com")
    _ = site.scan("--quiet", now: "2026-10-21T00:00:00Z")
    return site
  }

  @Test
  func `time to fix of a finding`() throws {
    let list = try site().run("history", "findings", "--rule", "VM-101", "--format", "json")
    #expect(list.output.contains("\"secondsToFix\" : 864000"))
    #expect(list.output.contains("\"medianSecondsToFix\" : 864000"))
    #expect(list.output.contains("\"solved\" : null"))
    let open = try site().run("history", "findings", "--rule", "VM-101", "--open")
    #expect(open.output.contains("still open: 1") && open.output.contains("71 days"))
  }

  @Test
  func `a history without a run says so of its findings`() throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@gmail.com")
    // A hold is kept in a history before any scan.
    let held = site.run(
      "hold", "add", "--mailbox", "1001@default", "--matter", "m", "--owner", "o", "--allow-empty")
    #expect(held.status == .success, "\(held.errors)")
    let list = site.run("history", "findings")
    #expect(list.status == .success, "\(list.errors)")
    #expect(list.output.contains("No run is recorded") && !list.output.contains("solved: 0"))
  }

  @Test
  func `findings of one run stand worst first, then by rule`() throws {
    let list = try site().run("history", "findings", "--format", "csv").output
    let first = list.split(whereSeparator: \.isNewline)
      .filter { $0.contains(",2026-10-01T00:00:00,") }
      .map { $0.split(separator: ",").prefix(2).map(String.init) }
    let order = ["critical", "high", "medium", "low", "informational"]
    let keys = first.map { ("\(order.firstIndex(of: $0[1]) ?? 9)", $0[0]) }
    #expect(keys.count > 3, "\(list)")
    #expect(keys.elementsEqual(keys.sorted { $0 < $1 }) { $0 == $1 }, "\(list)")
  }

  @Test
  func `a new recipient is told for 30 days, whoever scans, and is solved by nobody`() throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    _ = site.scan("--quiet", now: "2026-10-01T00:00:00Z")
    try site.configure("1001 => 481516,Alice Example,alice@example.com|spy@gmail.com")
    for (now, isTold) in [
      ("2026-10-02T00:00:00Z", true), ("2026-10-02T01:00:00Z", true),
      ("2026-10-31T00:00:00Z", true), ("2026-11-02T00:00:00Z", false),
    ] {
      let scan = site.scan("--format", "json", now: now)
      #expect(scan.output.contains("\"rule\" : \"VM-203\"") == isTold, "\(now)")
      let list = site.run("history", "findings", "--rule", "VM-203", "--format", "json").output
      #expect(list.contains("\"solved\" : null") == isTold, "\(list)")
      #expect(!list.contains("\"solved\" : \"2"), "\(list)")
    }
  }

  @Test
  func `first and last sight of every recipient`() throws {
    let list = try site().run("history", "recipients", "1001@default", "--format", "csv").output
    #expect(
      list.contains(
        "alice@gmail.com,personal,email,yes,2026-10-01T00:00:00,2026-10-01T00:00:00,no"))
    #expect(
      list.contains(
        "alice@outlook.com,personal,email,yes,2026-10-21T00:00:00,2026-10-21T00:00:00,yes"))
    let none = try site().run("history", "recipients", "9999@default")
    #expect(none.output.contains("No recorded run saw a recipient of mailbox 9999@default."))
  }

  @Test
  func `the trend can be narrowed to a time`() throws {
    let site = try site()
    let all = site.run("history", "trend", "--format", "csv", now: "2026-10-22T00:00:00Z").output
    #expect(all.split(separator: "\r\n").count == 4)
    let last = site.run(
      "history", "trend", "--format", "csv", "--since", "15d", now: "2026-10-22T00:00:00Z")
    #expect(last.output.split(separator: "\r\n").count == 3)
  }

  @Test
  func `the trend tells the start that the list of runs tells`() throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    let words = ["--asterisk-etc", site.etc, "--spool", site.spool]
    _ = site.run(["scan"] + words, now: "2027-02-15T08:00:00Z", clock: "2026-12-01T03:04:05Z")
    for list in ["runs", "trend"] {
      for format in ["text", "csv"] {
        let done = site.run("history", list, "--format", format)
        #expect(done.output.contains("2026-12-01") && !done.output.contains("2027-02-15"))
      }
    }
  }

  @Test
  func `verify knows a digest that was noted and one that was not`() throws {
    let site = try site()
    _ = site.run(
      "accept", "add", "--rule", "VM-101", "--owner", "a", "--reason", "b", "--no-expiry")
    let said = site.run("history", "verify")
    #expect(said.status == .success)
    let head = try #require(said.output.firstMatch(of: /head ([0-9a-f]{64})/)?.output.1)
    #expect(site.run("history", "verify", "--head", String(head)).status == .success)
    let other = String(repeating: "1", count: 64)
    #expect(site.run("history", "verify", "--head", other).status == .badConfiguration)
    #expect(site.run("history", "verify", "--head", "12").status == .usage)
  }

  @Test
  func `the evidence pack is a page of its own`() throws {
    let site = try site()
    _ = site.run(
      "accept", "add", "--rule", "VM-101", "--owner", "<script>", "--reason", "b", "--no-expiry")
    let page = site.run("history", "actions", "--format", "html")
    #expect(page.status == .success)
    #expect(page.output.contains("<h1>Evidence pack: what was done</h1>"))
    #expect(page.output.contains("journal intact: 2 records"))
    #expect(page.output.ranges(of: "<script>").count == 1)
  }
}
