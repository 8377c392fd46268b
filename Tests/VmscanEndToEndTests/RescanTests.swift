import Foundation
import Testing

/// Scans that may believe an earlier one tell what a scan that reads everything tells.
struct RescanTests {
  private let scratch: Scratch
  private let spool: String

  init() throws {
    scratch = try Scratch()
    spool = scratch.path + "/voicemail"
    let archive = Program.fixtures.appending(path: "asterisk-22/spool.tar.gz").path
    let done = try Program.run(
      "/bin/tar", ["xzf", archive, "--no-same-owner", "-C", scratch.path])
    #expect(done.status == 0, "\(done.errors)")
  }

  private func scan(_ words: String...) throws -> Finished {
    try Program.run(
      Program.vmscan,
      ["scan", "--quiet"] + words + [
        "--asterisk-etc", Program.fixtures.appending(path: "asterisk-22/etc").path, "--spool",
        spool, "--db", scratch.path + "/vmscan.db", "--config", "/dev/null", "--now",
        "2027-02-15T08:00:00Z", "--own-domain", "example.com",
      ])
  }

  private func rows(_ run: Int) throws -> String {
    try Program.run(
      Program.vmscan,
      [
        "report", "--run", "\(run)", "--format", "csv", "--table", "folders", "--db",
        scratch.path + "/vmscan.db", "--config", "/dev/null",
      ]
    ).output
  }

  @Test func `every way to scan tells the same`() throws {
    for (run, words) in [[], [], ["--verify"], ["--full"]].enumerated() {
      let done = words.isEmpty ? try scan() : try scan(words[0])
      #expect(done.status == 0, "\(done.errors)")
      #expect(try rows(run + 1) == rows(1))
    }
    #expect(try rows(1).split(separator: "\r\n").count > 10)
  }

  @Test func `a message that goes is gone from the next scan`() throws {
    #expect(try scan().status == 0)
    let before = try rows(1)
    for suffix in ["txt", "wav"] {
      let file = spool + "/default/1001/INBOX/msg0000." + suffix
      if FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
    }
    #expect(try scan().status == 0)
    #expect(try rows(2) != before)
  }

  @Test func `reading everything leaves nothing to verify`() throws {
    let done = try scan("--full", "--verify")
    #expect(done.status == 2)
    #expect(done.errors.contains("--full reads every envelope"))
  }
}
