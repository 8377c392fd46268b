import Testing
import VmscanTestSupport

@testable import VmscanCommands

struct NextStepTests {
  /// The words of the command that explains a mailbox, as a shell has them.
  private func command(in text: String) -> String {
    let lines = text.replacing(/\ \\\n +/, with: " ").split(separator: "\n")
    return lines.first { $0.contains("vmscan explain 1") }?.trimmingPrefix(while: { $0 == " " })
      .description ?? ""
  }

  @Test
  func `a command looks at the site the report is about`() throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@gmail.com")
    let scan = site.scan(now: "2026-12-31T00:00:00Z")
    let place = "/tmp/vmscan-golden.SAMPLE"
    let flags = " --asterisk-etc \(place)/etc --spool \(place)/voicemail --db \(place)/vmscan.db"
    let expected = "vmscan explain 1001@default\(flags) --config \(place)/vmscan.yaml"
    #expect(command(in: scan.output) == expected)
    // The run says where the site is, which the settings do not.
    #expect(command(in: site.run("report").output) == expected)
    try site.write(
      site.read("vmscan.yaml") + "asteriskEtc: \(site.etc)\nspool: \(site.spool)\n",
      to: "vmscan.yaml")
    #expect(
      command(in: site.run("report").output)
        == "vmscan explain 1001@default --db \(place)/vmscan.db --config \(place)/vmscan.yaml")
  }

  @Test
  func `a scan tells ages for every mailbox, a recorded run for every context`() throws {
    let site = try TestSite.sample()
    let scan = site.scan("--format", "csv", "--table", "mailboxes", "--quiet")
    let rows = scan.output.split(separator: "\r\n").map { $0.split(separator: ",") }
    #expect(rows.count > 10 && rows.allSatisfy { $0.count >= 20 })
    #expect(scan.output.contains(",seconds,under 7 days,"))
    let recorded = site.run("report", "--format", "csv", "--table", "mailboxes")
    #expect(recorded.output.contains(",,,,,,,,,\r\n") && !scan.output.contains(",,,,,,,,,\r\n"))
    let contexts = site.run("report", "--format", "csv", "--table", "contexts")
    let live = site.scan("--format", "csv", "--table", "contexts", "--quiet")
    #expect(contexts.output == live.output && contexts.output.contains("\r\ndefault,"))
  }
}
