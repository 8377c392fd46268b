import Testing
import VmscanTestSupport

@testable import VmscanCommands

/// The plugin's contract: one line on standard output, states 0 to 3, UNKNOWN for every failure.
struct CheckCommandTests {
  private func site() throws -> TestSite {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@gmail.com")
    _ = site.scan("--quiet", now: "2026-12-01T00:00:00Z")
    return site
  }

  private func check(_ words: [String], now: String = "2026-12-01T01:00:00Z") throws -> Outcome {
    try site().run(["check"] + words, now: now)
  }

  static let states: [(words: [String], status: VmscanCommands.ExitStatus, word: String)] = [
    ([], .findings, "WARNING"), (["--warning", "high=1"], .success, "OK"),
    (["--critical", "high=0"], .usage, "CRITICAL"),
    (["--warning", "high=5", "--critical", "high=@0:3"], .usage, "CRITICAL"),
    (["--warning", "high=5", "--max-age", "30m"], .incomplete, "UNKNOWN"),
    (["--warning", "high=5", "--max-age", "2h"], .success, "OK"),
  ]

  @Test(arguments: states)
  func `the state follows the thresholds`(
    words: [String], status: VmscanCommands.ExitStatus, word: String
  ) throws {
    let done = try check(words)
    #expect(done.status == status)
    #expect(done.output.hasPrefix("VMSCAN \(word) - "))
    #expect(done.output.split(separator: "\n").count == 1)
    #expect(done.errors.isEmpty)
  }

  @Test
  func `an old run is critical`() throws {
    #expect(try check(["--max-age", "1h"], now: "2026-12-01T02:00:00Z").status == .usage)
    #expect(try check([], now: "2026-12-09T00:00:00Z").status == .usage)
  }

  @Test(arguments: [[], ["--max-age", "30h"], ["--warning", "high=0"]])
  func `a run that lies in the future never makes the check OK`(words: [String]) throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    _ = site.scan("--quiet", now: "2027-03-01T00:00:00Z")
    let done = site.run(["check"] + words, now: "2026-12-01T00:00:00Z")
    #expect(done.status == .incomplete)
    #expect(done.output.hasPrefix("VMSCAN UNKNOWN - "), "\(done.output)")
    #expect(done.output.contains("in the future: the clock was ahead"), "\(done.output)")
    #expect(site.run(["check"] + words, now: "2027-02-28T23:56:00Z").status == .success)
  }

  @Test
  func `performance data has every metric with its ranges`() throws {
    let line = try check(["--warning", "retained=10:20"]).output
    #expect(line.contains(" | 'critical'=0;;0;0; 'high'=1;0;;0; "))
    #expect(line.contains("'retained'=0;10:20;;0;"))
    #expect(line.contains("'age'=3600s;93600;180000;0;"))
  }

  @Test(arguments: [
    ["--warning", "high"], ["--warning", "loudness=3"], ["--critical", "high=5:1"], ["--nonsense"],
    ["--max-age", "0d"], ["surplus"],
  ])
  func `a wrong command line is UNKNOWN`(words: [String]) throws {
    let done = try check(words)
    #expect(done.status == .incomplete)
    #expect(done.output.hasPrefix("VMSCAN UNKNOWN - "))
    #expect(done.output.split(separator: "\n").count == 1)
  }

  @Test
  func `no history, no run and faulty settings are UNKNOWN`() throws {
    let empty = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    let missing = empty.run("check")
    #expect(missing.status == .incomplete && missing.output.hasPrefix("VMSCAN UNKNOWN - "))
    try empty.write("nonsense: 1\n", to: "vmscan.yaml")
    let faulty = empty.run("check")
    #expect(faulty.status == .incomplete && faulty.output.hasPrefix("VMSCAN UNKNOWN - "))
    let damaged = try site()
    try damaged.write("this is no database, whatever its name says", to: "vmscan.db")
    #expect(damaged.run("check").status == .incomplete)
  }
}
