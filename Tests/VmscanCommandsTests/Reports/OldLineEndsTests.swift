import Foundation
import Testing
import VmscanTestSupport

@testable import VmscanCommands

/// A `voicemail.conf` with the line ends of old Macs: other lines' PINs stand within the fields of
/// the first, and must be neither shown nor kept.
struct OldLineEndsTests {
  private static let pins = ["739158", "826473", "915264", "604817", "573926"]

  /// `users.conf` counts before 23 only.
  private static let place = ["--asterisk-version", "22.10.1", "--own-domain", "example.com"]

  private static let voicemail = """
    [general]
    format=wav\r1001 => 604817,Eve,eve@example.com\r
    serveremail=pbx@example.com\r1001 => 604817,Eve,eve@example.com\r
    attach=yes
    [default]
    1001 => 739158,Ann,ann@example.com\r1002 => 826473,Bob,bob@example.com,,tz=eu\r1003 => 915264\r
    2001 => 739158\r2002 => 826473,Bob\r2003 => 915264,Cy,cy@example.com,,delete=yes\r2004 => 604817
    3001 => 739158,Ann,ann@example.com,5550100\r3002 => 826473,B,b@example.com
    4001 => 739158,Ann,ann@example.com,,attach=yes|serveremail=x\r4002 => 826473,B,b@example.com

    """

  private static let users = """
    [6001]
    hasvoicemail=yes
    fullname=Una\rvmsecret=573926\r
    email=una@example.com\rvmsecret=573926\r

    """

  private func site() throws -> TestSite {
    let site = try TestSite()
    try site.write(Self.voicemail, to: "etc/voicemail.conf")
    try site.write(Self.users, to: "etc/users.conf")
    return site
  }

  private func expectSilence(_ text: String, _ what: [String]) {
    for pin in Self.pins { #expect(!text.contains(pin), "\(what) tells \(pin)") }
  }

  private func run(_ site: TestSite, _ words: [String]) -> Outcome {
    site.run(
      words + ["--asterisk-etc", site.etc, "--spool", site.spool] + Self.place,
      now: "2026-12-31T00:00:00Z")
  }

  @Test
  func `no output and no byte of the history holds a PIN`() throws {
    let site = try site()
    let formats = ["text", "json", "ndjson", "csv", "sarif", "html"]
    var commands = formats.map { ["scan", "--format", $0] }
    commands += [["scan", "--log-events", "stderr"], ["mailboxes"], ["explain", "1001@default"]]
    commands += ["json", "csv"].map { ["mailboxes", "--format", $0] }
    commands += ["1001", "2001", "4001", "6001"].map {
      ["explain", "\($0)@default", "--format", "json"]
    }
    for words in commands {
      let done = run(site, words)
      #expect(done.status != .usage, "\(words): \(done.errors)")
      #expect(!done.output.isEmpty)
      expectSilence(done.output + done.errors, words)
    }
    for form in formats.map({ [$0] }) + [["prometheus"], ["csv", "--table", "recipients"]] {
      let done = site.run(["report", "--format"] + form, now: "2026-12-31T00:00:00Z")
      #expect(!done.output.isEmpty)
      expectSilence(done.output + done.errors, form)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: site.path)
    where name.hasPrefix("vmscan.db") {
      let bytes = try Data(contentsOf: URL(filePath: "\(site.path)/\(name)"))
      for pin in Self.pins { #expect(bytes.range(of: Data(pin.utf8)) == nil, "\(name)") }
    }
  }

  @Test
  func `the line is named with what to do`() throws {
    let done = run(try site(), ["scan", "--format", "json"])
    #expect(done.output.contains("A line holds carriage returns"))
    for line in [2, 3, 6, 7, 8, 9] {
      #expect(done.output.contains("/etc/voicemail.conf:\(line)\""), "line \(line)")
    }
  }

  @Test
  func `no mailbox of such a line is edited, and no difference shows it`() throws {
    let bench = try EditBench(
      ["voicemail.conf": Array(Self.voicemail.utf8), "users.conf": Array(Self.users.utf8)])
    for mailbox in ["1001", "2001", "3001", "4001"] {
      let done = bench.run("enable", "--mailbox", mailbox, "-n")
      #expect(done.output.contains("carriage-return") || done.errors.contains("carriage-return"))
      expectSilence(done.output + done.errors, [mailbox])
    }
  }
}
