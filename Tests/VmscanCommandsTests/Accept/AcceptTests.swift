import Testing
import VmscanTestSupport

@testable import VmscanCommands

struct AcceptTests {
  private let lines = """
    1001 => 481516,Alice Example,alice@gmail.com
    1002 => 927461,Bob Example,bob@partner.org
    """

  private func accept(_ site: TestSite, _ scope: [String], expires: String = "90d") -> Outcome {
    site.run(
      ["accept", "add"] + scope
        + ["--owner", "Records Office", "--reason", "contract", "--expires", expires],
      now: "2026-12-01T00:00:00Z")
  }

  @Test
  func `an accepted finding stays visible, fails nothing and comes back when it expires`() throws {
    let site = try TestSite.lines(lines)
    #expect(site.scan("--fail-on", "high", now: "2026-12-01T00:00:00Z").status == .findings)
    #expect(accept(site, ["--rule", "VM-101", "--mailbox", "1001@default"]).status == .success)
    let now = site.run("report", "--fail-on", "high", "--format", "csv", now: "2026-12-02")
    #expect(now.status == .success)
    #expect(now.output.contains("high,VM-101,accepted,1001@default"))
    let next = site.scan("--fail-on", "high", now: "2026-12-03T00:00:00Z")
    #expect(next.status == .success)
    #expect(next.output.contains("Holds and accepted exposures in force"))
    #expect(next.output.contains("Records Office: contract"))
    let later = site.scan("--fail-on", "high", "--format", "csv", now: "2027-03-02T00:00:00Z")
    #expect(later.status == .findings)
    #expect(later.output.contains("high,VM-101,open,1001@default"))
  }

  @Test
  func `a domain alone is an approved partner, its findings stay visible as accepted`() throws {
    let site = try TestSite.lines(lines)
    #expect(accept(site, ["--destination", "partner.org"]).status == .success)
    let scan = site.scan("--format", "json", now: "2026-12-02T00:00:00Z")
    #expect(scan.output.contains("\"class\" : \"approved\""))
    let rows = site.run("report", "--format", "csv", "--rule", "VM-102", now: "2026-12-02").output
    #expect(rows.contains("VM-102,accepted,1002@default"))
    let after = site.scan("--format", "json", now: "2027-06-01T00:00:00Z").output
    #expect(!after.contains("\"class\" : \"approved\""))
    #expect(site.run("accept", "list", now: "2027-06-01").output.contains("Nothing is accepted"))
    #expect(site.run("accept", "list", "--all", now: "2027-06-01").output.contains("expired"))
  }

  @Test
  func `its end is announced two weeks before and on the day, in page, mail and check`() throws {
    let site = try TestSite.lines(lines)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    #expect(
      accept(site, ["--rule", "VM-101", "--mailbox", "1001@default"], expires: "2027-01-20").status
        == .success)
    func said(on day: String) -> (mail: String, check: String, page: String) {
      let now = "\(day)T02:00:00Z"
      let mail = site.scan("--quiet", "--changes", now: now).output
      let page = site.run("report", "--format", "html", "--reader", "officer", now: now).output
      return (mail, site.run("check", now: now).output, page)
    }
    let words = "acceptance 1 (rule VM-101, mailbox 1001@default"
    let early = said(on: "2027-01-05")
    #expect(!early.check.contains("acceptance 1") && !early.mail.contains("acceptance 1"))
    #expect(!early.page.contains("ends on 2027-01-20"))
    let weeks = said(on: "2027-01-06")
    #expect(
      weeks.mail.contains(words) && weeks.mail.contains("ends on 2027-01-20"), "\(weeks.mail)")
    #expect(weeks.check.contains("ends on 2027-01-20"), "\(weeks.check)")
    #expect(weeks.page.contains("ends on 2027-01-20"))
    // The mail is not repeated; the page and monitoring go on saying it.
    let next = said(on: "2027-01-07")
    #expect(!next.mail.contains("acceptance 1"), "\(next.mail)")
    #expect(next.check.contains("ends on 2027-01-20") && next.page.contains("ends on 2027-01-20"))
    let day = said(on: "2027-01-20")
    #expect(day.mail.contains(words) && day.mail.contains("ended on 2027-01-20"), "\(day.mail)")
    #expect(day.check.contains("ended today"), "\(day.check)")
    #expect(day.page.contains("ended today"))
    #expect(!said(on: "2027-01-22").check.contains("acceptance 1"))
  }

  @Test
  func `a finding that becomes worse counts again, and the list says why`() throws {
    let site = try TestSite.lines("1001 => 1234,Alice Example,alice@example.com")
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    #expect(accept(site, ["--rule", "VM-500", "--mailbox", "1001@default"]).status == .success)
    let same = site.scan("--format", "csv", now: "2026-12-02T00:00:00Z").output
    #expect(same.contains("VM-500,accepted,1001@default"))
    try site.configure("1001 => ,Alice Example,alice@example.com")
    let worse = site.scan("--fail-on", "critical", now: "2026-12-03T00:00:00Z")
    #expect(worse.status == .findings)
    let words = worse.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("1 finding not accepted any more, for becoming worse"))
    let rows = site.run("report", "--format", "csv", now: "2026-12-03T01:00:00Z").output
    #expect(rows.contains("critical,VM-500,new,1001@default"), "\(rows)")
    let list = site.run("accept", "list", "--format", "csv", now: "2026-12-03T01:00:00Z").output
    #expect(list.contains("not accepted any more"), "\(list)")
    let explained = site.run(
      "explain", "1001@default", "--asterisk-etc", site.etc, "--spool", site.spool,
      "--own-domain", "example.com", now: "2026-12-03T01:00:00Z")
    #expect(explained.output.contains("not accepted any more"), "\(explained.output)")
  }

  @Test
  func `another way into a device or a login is another finding`() throws {
    let site = try TestSite.lines("1001 => 73195284,Alice Example,alice@example.com")
    func configure(_ secret: String) throws {
      try site.write(
        "[1001]\ntype=friend\nhost=dynamic\nsecret=\(secret)\n", to: "etc/iax.conf")
      try site.write(
        "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\nsecret=\(secret)\nread=call\n",
        to: "etc/manager.conf")
    }
    try configure("1001")
    let first = site.scan("--format", "csv", now: "2026-12-01T00:00:00Z").output
    for rule in ["VC-101", "VC-201"] {
      #expect(first.contains("critical,\(rule),"), "\(first)")
      let print = try #require(
        first.split(whereSeparator: \.isNewline).first { $0.contains(",\(rule),") }?
          .split(separator: ",").first { $0.count == 32 })
      #expect(accept(site, ["--fingerprint", String(print)]).status == .success)
    }
    let same = site.scan("--format", "csv", now: "2026-12-02T00:00:00Z").output
    #expect(same.contains("VC-101,accepted") && same.contains("VC-201,accepted"))
    try configure("")
    let open = site.scan("--format", "csv", now: "2026-12-03T00:00:00Z").output
    #expect(open.contains("critical,VC-101,new"), "\(open)")
    #expect(open.contains("critical,VC-201,new"), "\(open)")
  }

  @Test
  func `a private provider does not become a partner`() throws {
    let site = try TestSite.lines(lines)
    #expect(accept(site, ["--destination", "gmail.com"]).status == .success)
    let scan = site.scan("--format", "json", now: "2026-12-02T00:00:00Z")
    #expect(scan.output.contains("\"class\" : \"personal\""))
    #expect(!scan.output.contains("\"class\" : \"approved\""))
  }

  @Test
  func `one finding by the start of its fingerprint`() throws {
    let site = try TestSite.lines(lines)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    let rows = site.run("report", "--format", "csv", "--rule", "VM-101").output
    let digits = try #require(rows.firstMatch(of: /[0-9a-f]{32}/)?.output)
    let done = accept(site, ["--fingerprint", String(digits.prefix(10))])
    #expect(done.status == .success)
    #expect(done.output.contains("it covers 1 finding of the latest run"))
    #expect(accept(site, ["--fingerprint", "00000000"]).status == .usage)
  }

  @Test
  func `removing brings the findings back and both are in the journal`() throws {
    let site = try TestSite.lines(lines)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    _ = accept(site, ["--context", "default"])
    #expect(site.run("accept", "remove", "1").status == .success)
    #expect(site.run("accept", "remove", "1").status == .usage)
    #expect(!site.run("report", "--format", "csv").output.contains(",accepted,"))
    let journal = site.run("history", "actions", "--format", "json")
    #expect(journal.status == .success)
    #expect(journal.output.ranges(of: "\"kind\" : \"accept\"").count == 4)
    #expect(journal.output.contains("\"change\" : \"remove\""))
    #expect(journal.output.contains("\"intact\" : true"))
  }

  @Test(arguments: [
    ["--owner", "a", "--reason", "b", "--no-expiry"],
    ["--rule", "VM-101", "--owner", "a", "--reason", "b"],
    ["--rule", "VM-101", "--owner", "a", "--reason", "b", "--no-expiry", "--expires", "90d"],
    ["--rule", "VM-101", "--owner", " ", "--reason", "b", "--no-expiry"],
    ["--rule", "VM-101", "--reason", "b", "--no-expiry"],
    ["--rule", "VM-999", "--owner", "a", "--reason", "b", "--no-expiry"],
    ["--rule", "VM-101", "--owner", "a", "--reason", "b", "--expires", "2020-01-01"],
    ["--destination", "not a domain", "--owner", "a", "--reason", "b", "--no-expiry"],
  ])
  func `an acceptance without scope, owner, reason or end is refused`(words: [String]) throws {
    let site = try TestSite.lines(lines)
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    #expect(site.run(["accept", "add"] + words, now: "2026-12-01T00:00:00Z").status == .usage)
    #expect(site.run("accept", "list", "--all").output.contains("Nothing is accepted"))
  }
}
