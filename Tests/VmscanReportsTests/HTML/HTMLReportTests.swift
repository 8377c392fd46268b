import Testing
import VmscanModel

@testable import VmscanReports

struct HTMLReportTests {
  private func page(
    _ report: ScanReport, background: ReportBackground = Sample.background
  ) throws -> String {
    try HTMLReport().page(report, background: background)
  }

  @Test func `exposure summary`() throws {
    Golden.expect(try page(Sample.report), matches: "scan.html")
  }

  @Test func `an empty and an incomplete scan`() throws {
    let empty = try page(Sample.empty, background: ReportBackground())
    #expect(empty.contains("No open finding."))
    MarkupCheck.expectWellFormed(empty)
    let incomplete = try page(Sample.incomplete)
    #expect(incomplete.contains("Not everything was read."))
    #expect(incomplete.contains("EACCES"))
    #expect(incomplete.contains("nothing found in what was read"))
    MarkupCheck.expectWellFormed(incomplete)
  }

  @Test func `the policy admits exactly the style and the script of the page`() throws {
    let folder = Tool.temporaryDirectory()
    for (text, digest) in [
      (HTMLAssets.style.text, HTMLAssets.styleDigest),
      (HTMLAssets.script.text, HTMLAssets.scriptDigest),
    ] {
      Golden.write(text, to: "\(folder)/asset")
      let base64 = digest.dropFirst("sha256-".count)
      let ours = "echo '\(base64)' | base64 -d | od -An -v -tx1 | tr -d ' \\n'"
      let theirs = "sha256sum <\(folder)/asset | cut -c1-64"
      #expect(Tool.run("test \"$(\(ours))\" = \"$(\(theirs))\"") == 0, "change \(digest)")
    }
    _ = Tool.run("rm -r \(folder)")
  }

  @Test func `new findings are listed from the second run on, and none is left out in silence`()
    throws
  {
    var report = Sample.report
    let finding = try #require(report.findings.first).finding
    report.findings = FindingList(
      (0..<60).map { _ in
        ReportedFinding(finding: finding, status: .new, firstSeen: report.run.started)
      })
    report.run.previous = nil
    #expect(!(try page(report)).contains("<summary>New since"))
    report.run.previous = 1
    let second = try page(report)
    #expect(second.contains("<summary>New since"))
    #expect(second.contains("and 10 more, each marked new under <a href=\"#risks\">"))
    MarkupCheck.expectWellFormed(second)
  }

  @Test func `hostile names stay text`() throws {
    let page = try page(Sample.hostile, background: Sample.hostileBackground)
    Invariants.expectInert(page)
    MarkupCheck.expectWellFormed(page)
    #expect(!page.contains("href=\"javascript"))
    for level in Redaction.Level.allCases {
      MarkupCheck.expectWellFormed(
        try HTMLReport(redaction: Redaction(level)).page(
          Sample.hostile, background: Sample.hostileBackground))
    }
  }

  @Test func `nothing is fetched and nothing runs but the script of the page`() throws {
    let page = try page(Sample.report)
    for word in ["src=", "@import", "url(", "<link", "<iframe", "style=", "onclick="] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src &#39;none&#39;"))
  }

  @Test func `mailboxes come in collapsed parts`() throws {
    var report = Sample.report
    report.mailboxes = MailboxList(
      (0..<600).map { Sample.mailbox(Sample.id(ByteText("\(2000 + $0)")), name: "", messages: 1) })
    let page = try page(report)
    #expect(page.ranges(of: "<details class=\"part\"").count == 3)
    #expect(page.ranges(of: "<details class=\"part\" open").count == 1)
    #expect(page.ranges(of: "<tr><th scope=\"row\"><bdi>2").count == 600)
  }

  @Test(arguments: [(1000, false), (1001, true)])
  func `on paper everything is open but a long list, which says so`(
    count: Int, isLong: Bool
  ) throws {
    var report = Sample.report
    report.mailboxes = MailboxList(
      (0..<count).map { Sample.mailbox(Sample.id(ByteText("\(2000 + $0)")), name: "", messages: 1) }
    )
    let page = try page(report)
    #expect(page.contains("<details class=\"part long\"") == isLong)
    #expect(
      page.contains("Of 1,001 rows only those of the parts that are open are printed") == isLong)
    #expect(page.contains("details:not(.long)::details-content"))
    #expect(page.contains("beforeprint") && page.contains("afterprint"))
    MarkupCheck.expectWellFormed(page)
  }

  @Test(.enabled(if: Tool.hasBrowser, "python3 and Chromium are not both installed"))
  func `a browser shows it without a complaint, at 375 pixels too`() throws {
    let folder = Tool.temporaryDirectory()
    let background = Sample.hostileBackground
    Golden.write(try page(Sample.report), to: "\(folder)/ordinary.html")
    Golden.write(try page(Sample.hostile, background: background), to: "\(folder)/hostile.html")
    #expect(Tool.run("scripts/check-html --fits \(folder)/ordinary.html") == 0)
    #expect(Tool.run("scripts/check-html \(folder)/hostile.html") == 0)
    _ = Tool.run("rm -r \(folder)")
  }

  @Test func `every template writes values only in their escaped form`() {
    for (name, template) in HTMLTemplate.partials.merging(
      ["page": HTMLTemplate.page, "list": HTMLTemplate.list], uniquingKeysWith: { $1 })
    {
      var rest = template[...]
      while let open = rest.firstRange(of: "{{") {
        let tag = rest[open.upperBound...]
        #expect(["{", "#", "/", "^", ">"].contains { tag.hasPrefix($0) }, "\(name)")
        rest = tag.dropFirst(tag.hasPrefix("{") ? 1 : 0)
      }
    }
  }

  @Test(arguments: [
    ("<b>", "&lt;b&gt;"), ("\"'&", "&quot;&#39;&amp;"), ("\"\u{301}", "&quot;\u{301}"),
    ("<\u{338}", "&lt;\u{338}"), ("a\u{202E}", "a\\u{202E}"), ("", ""), ("plain", "plain"),
  ])
  func `escaping goes by scalar`(raw: String, safe: String) {
    #expect(Array(SafeHTML(escaping: raw).text.utf8) == Array(safe.utf8))
  }
}
