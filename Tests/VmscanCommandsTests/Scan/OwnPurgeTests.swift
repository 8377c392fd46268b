import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// What vmscan removes itself is no sign that a mailbox is used or unused.
struct OwnPurgeTests {
  private let now = Int64(time(nil))

  private func leave(_ site: TestSite, _ box: String, _ place: String, days: Int64) throws {
    let stem = "voicemail/default/\(box)/\(place)"
    try site.write(
      "[message]\norigmailbox=\(box)\norigtime=\(now - days * 86400)\nduration=5\n",
      to: stem + ".txt")
    try site.write(String(repeating: "x", count: 2000), to: stem + ".wav")
    for suffix in [".txt", ".wav"] {
      site.age(stem + suffix, to: Timestamp(now - days * 86400))
    }
  }

  private func run(_ site: TestSite, _ words: [String], day: Int64 = 0) -> Outcome {
    site.run(
      words + ["--asterisk-etc", site.etc, "--spool", site.spool, "--own-domain", "example.com"],
      now: "@\(now + day * 86400)")
  }

  /// Rule, mailbox and status of the findings on use.
  private func use(_ site: TestSite, day: Int64) throws -> Set<String> {
    let scan = run(site, ["scan", "--quiet"], day: day)
    try #require(scan.status.rawValue < 4, "\(scan.errors)")
    let csv = site.run("report", "--format", "csv", now: "@\(now + day * 86400)").output
    return Set(
      csv.split(whereSeparator: \.isNewline).map(String.init).compactMap { line in
        ["VM-601", "VM-602", "VM-730"].first { line.contains($0) }.flatMap { rule in
          guard let box = line.firstMatch(of: /100[0-9]@default/)?.output,
            let status = line.firstMatch(of: /,(new|open|solved),/)?.output.1
          else { return nil }
          return "\(rule) \(box) \(status)"
        }
      })
  }

  @Test func `a purge makes no mailbox used and none unused`() throws {
    let site = try TestSite.lines(
      (1001...1003).map { "\($0) => 4815162,Owner \($0)\n" }.joined()
        + "1004 => 4815162,Owner 1004,,,maxmsg=2\n")
    try leave(site, "1001", "INBOX/msg0000", days: 400)
    try leave(site, "1002", "INBOX/msg0000", days: 60)
    try leave(site, "1003", "INBOX/msg0000", days: 60)
    try leave(site, "1003", "Old/msg0000", days: 400)
    try leave(site, "1004", "INBOX/msg0000", days: 400)
    try leave(site, "1004", "INBOX/msg0001", days: 399)
    let first = try use(site, day: 0)
    #expect(first == ["VM-602 1001@default new", "VM-730 1004@default new"])
    let purge = run(
      site,
      [
        "purge", "--folder", "INBOX", "--older", "30d", "--mailbox", "1001@default", "--mailbox",
        "1002@default", "--mailbox", "1003@default", "--yes", "--even-unasked", "--max-percent",
        "100",
      ])
    #expect(purge.output.contains("removed: 3 messages"), "\(purge.output)\(purge.errors)")
    for box in 1001...1003 {
      // The clock of this run stands still, that of the file system does not.
      site.age("voicemail/default/\(box)/INBOX", to: Timestamp(now))
    }
    let second = try use(site, day: 1)
    #expect(second == ["VM-602 1001@default open", "VM-730 1004@default open"])
    let severity = site.run(
      "report", "--rule", "VM-730", "--format", "csv", now: "@\(now + 86400)"
    ).output
    #expect(severity.contains("high"), "\(severity)")
  }
}
