import Foundation
import Testing

/// Scans that may believe an earlier one show what a scan that reads everything shows.
struct RescanTests {
  private let copy: SpoolCopy

  init() throws { copy = try SpoolCopy() }

  private func scan(
    _ words: String..., now: String = "2027-02-15T08:00:00Z"
  ) throws -> Finished {
    try copy.vmscan(["scan", "--quiet", "--own-domain", "example.com"] + words, now: now)
  }

  private func rows(_ run: Int) throws -> String {
    try copy.report(["--run", "\(run)", "--format", "csv", "--table", "folders"]).output
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
      let file = copy.spool + "/default/1001/INBOX/msg0000." + suffix
      if FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
    }
    #expect(try scan().status == 0)
    #expect(try rows(2) != before)
  }

  @Test func `a night in which only ages grow leaves nothing in the past`() throws {
    for now in ["2034-01-01T03:00:00Z", "2034-01-02T03:00:00Z"] {
      #expect(try scan(now: now).status == 0)
    }
    let count = try Program.run(
      "/usr/bin/python3",
      [
        "-c",
        """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        for current in (1, 0):
            print(db.execute("SELECT count(*) FROM v_finding WHERE current = ?", (current,)).fetchone()[0])
        """, copy.database,
      ])
    let lines = count.lines.filter { !$0.isEmpty }.compactMap { Int($0) }
    #expect(lines.count == 2 && lines[0] > 100 && lines[1] == 0, "\(count.output)\(count.errors)")
  }

  @Test func `reading everything leaves nothing to verify`() throws {
    let done = try scan("--full", "--verify")
    #expect(done.status == 2)
    #expect(done.errors.contains("--full reads every envelope"))
  }
}
