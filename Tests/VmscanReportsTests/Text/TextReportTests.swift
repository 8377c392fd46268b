import Testing
import VmscanModel
import VmscanReports

struct TextReportTests {
  private let text = TextReport()

  @Test func `exposure summary`() {
    Golden.expect(
      text.scan(Sample.report, background: Sample.background), matches: "scan.txt")
  }

  @Test func `what could not be read comes first`() {
    let output = text.scan(Sample.incomplete)
    #expect(output.hasPrefix("NOT EVERYTHING WAS READ"))
    Golden.expect(output, matches: "scan-incomplete.txt")
  }

  @Test func `a command that takes several lines can be copied as it stands`() throws {
    var background = Sample.background
    let path = "'/a directory/" + String(repeating: "x", count: 90) + "'"
    background.siteFlags = ["--asterisk-etc", "/etc/pbx", "--spool", path, "--db", "/var/v.db"]
    let output = text.scan(Sample.report, background: background)
    let start = try #require(output.firstRange(of: "vmscan explain")?.lowerBound)
    let end = try #require(output[start...].firstRange(of: "v.db")?.upperBound)
    let bare = path.replacing("'", with: "")
    let script = "set -- \(output[start..<end]) && test $# = 9 && test \"$3\" = 1003@default"
    #expect(Tool.run("\(script) && test \"$7\" = \"\(bare)\" && test \"$9\" = /var/v.db") == 0)
  }

  @Test func `a first scan of nothing`() {
    Golden.expect(text.scan(Sample.empty), matches: "scan-empty.txt")
  }

  @Test func `mailboxes`() {
    let output = text.mailboxes(Sample.configured)
    #expect(!output.contains("4321"))
    Golden.expect(output, matches: "mailboxes.txt")
  }

  @Test func `messages`() {
    let output = text.messages(Sample.messages)
    #expect(!output.contains("1555"))
    Golden.expect(output, matches: "messages.txt")
  }

  @Test func `callers show whole when an admin asks`() {
    let open = TextReport(redaction: Redaction(.admin, showsCallers: true))
    #expect(open.messages(Sample.messages).contains("15551234567"))
  }

  @Test func `findings of one subject are told by their messages`() throws {
    var report = Sample.report
    let finding = try #require(report.findings.first).finding
    report.findings = FindingList(
      ["one", "two"].map { word in
        var other = finding
        other.subject = .system
        other.message = "address \(word: word) is shared."
        return ReportedFinding(finding: other, status: .open, firstSeen: report.run.started)
      })
    let output = text.scan(report, background: Sample.background)
    #expect(output.contains("- address one is shared.\n"), "\(output)")
    #expect(output.contains("- address two is shared.\n"))
    #expect(!output.contains("system, system"))
  }

  @Test func `a requirement whose short name says it all is named once`() throws {
    var rule = try #require(Sample.rules.first)
    rule.requirements = [RequirementReference(id: "FRCP 37(e)", source: "FRCP 37(e)", url: "")]
    #expect(TextReport().rule(rule).contains("\n  FRCP 37(e)\n"))
  }

  @Test func `rules, one rule, runs and facts`() throws {
    let rule = try #require(Sample.rules.first)
    Golden.expect(
      text.rules(Sample.rules) + "----\n" + text.rule(rule) + "----\n" + text.runs(Sample.runs)
        + "----\n" + text.runs([]) + "----\n" + text.explain(Sample.sheet), matches: "lists.txt")
  }

  static let widths = [20, 40, 60, 79, 80, 120]

  @Test(arguments: widths)
  func `nothing is wider than the terminal and nothing is raw`(width: Int) {
    let text = TextReport(width: width)
    let all =
      text.scan(Sample.report, background: Sample.background)
      + text.scan(Sample.incomplete)
      + text.scan(Sample.hostile, background: Sample.hostileBackground)
      + text.messages(Sample.messages) + text.messages(Sample.hostileMessages)
      + text.mailboxes(Sample.configured) + text.rules(Sample.rules) + text.runs(Sample.runs)
      + text.rules(Sample.hostileBackground.rules) + text.explain(Sample.sheet)
    Invariants.expectInert(all)
    for line in all.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width) }
  }
}
