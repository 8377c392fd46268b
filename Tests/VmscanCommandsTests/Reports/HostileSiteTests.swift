import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// Names that attack a page, a terminal, a spreadsheet or a log line stay text everywhere.
struct HostileSiteTests {
  private func site() throws -> TestSite {
    let site = try TestSite.lines(
      """
      1001 => 481516,<script>alert(1)</script>,"><img src=x onerror=alert(1)>@gmail.com
      1002 => 481517,=HYPERLINK("http://x"),=cmd@partner.example
      1003 => 481518,\u{1B}]0;owned\u{7},a\u{202E}b@partner.example
      1004 => 481519,@SUM(A1),+1@partner.example
      """)
    for name in ["\u{1B}[31mred", "a\u{202E}gpj", "=1+1", "<b>bold", "line\nbreak", "-2+3"] {
      try TestFiles.write(
        Array("[message]\norigtime=1790000000\nduration=3\n".utf8),
        to: ByteText("\(site.spool)/default/\(name)/INBOX/msg0000.txt"))
    }
    return site
  }

  @Test(arguments: [
    ["text"], ["json"], ["ndjson"], ["csv"], ["csv", "--table", "mailboxes"],
    ["csv", "--table", "recipients"], ["sarif"], ["prometheus"], ["html"],
  ])
  func `hostile names are inert`(form: [String]) throws {
    let site = try site()
    _ = site.scan("--quiet")
    let shown = site.run(["report", "--format"] + form, now: "2026-12-31T00:00:00Z").output
    #expect(shown.count > 100)
    for scalar in shown.unicodeScalars where scalar != "\n" && scalar != "\r" {
      let kind = scalar.properties.generalCategory
      #expect(kind != .control && kind != .format, "U+\(String(scalar.value, radix: 16))")
    }
    if form[0] == "html" {
      #expect(!shown.contains("<img") && !shown.contains("<b>bold"))
      #expect(shown.ranges(of: "<script").count == 1)
    }
    if form[0] == "csv" {
      let cells = shown.split(separator: "\r\n").flatMap { $0.split(separator: ",") }
      #expect(cells.allSatisfy { cell in !["=", "+", "@"].contains { cell.hasPrefix($0) } })
    }
  }

  @Test
  func `events stay one line each`() throws {
    let site = try site()
    let scan = site.scan("--log-events", "stderr")
    let lines = scan.errors.split(separator: "\n")
    #expect(lines.count > 5)
    #expect(lines.allSatisfy { $0.wholeMatch(of: /<[2-6]>event=[a-zA-Z]+ .*/) != nil })
    #expect(!scan.errors.contains("\u{1B}") && !scan.errors.contains("\u{202E}"))
  }
}
