import Glibc
import Testing
import VmscanModel

@testable import VmscanCommands

/// What an administrator relies on at a shell.
struct ShellHabitTests {
  private func purge(_ site: TestSite, _ words: [String], now: String) -> Outcome {
    site.run(
      ["purge", "--older", "30d", "--asterisk-etc", site.etc, "--spool", site.spool] + words,
      now: now)
  }

  private func digest(_ outcome: Outcome) -> String? {
    outcome.output.split(separator: "\n").first { $0.hasPrefix("Plan ") }.map(String.init)
  }

  @Test
  func `a plan made again has the same digest, and another plan another`() throws {
    let site = try TestSite.ownSample()
    let first = purge(site, ["--dry-run"], now: "2027-03-01T00:00:00Z")
    let again = purge(site, ["--dry-run"], now: "2027-03-01T00:00:07Z")
    let less = purge(site, ["--dry-run", "--folder", "Old"], now: "2027-03-01T00:00:07Z")
    #expect(digest(first) != nil, "\(first)")
    #expect(digest(first) == digest(again))
    #expect(digest(first) != digest(less))
    let real = purge(site, ["--yes"], now: "2027-03-01T00:00:09Z")
    #expect(digest(real) == digest(first), "\(real)")
    #expect(real.status == .success)
  }

  @Test
  func `a history in a directory that does not exist is a slip unless it may be made`() throws {
    let site = try TestSite.lines("1001 => 4821,A,a@example.com")
    let words = [
      "scan", "--asterisk-etc", site.etc, "--spool", site.spool, "--db",
      site.path + "/nowhere/at/all.db", "--config", site.path + "/vmscan.yaml",
    ]
    let refused = run(words)
    #expect(refused.status == .badConfiguration)
    #expect(refused.errors.contains("nowhere/at' does not exist"), "\(refused.errors)")
    #expect(refused.errors.contains("--create"))
    #expect(access(site.path + "/nowhere", F_OK) != 0)
    let made = run(words + ["--create"])
    #expect(made.status != .badConfiguration, "\(made.errors)")
    #expect(access(site.path + "/nowhere/at/all.db", F_OK) == 0)
  }

  @Test
  func `the plugin names the first fault of the settings`() throws {
    let site = try TestSite()
    try site.write("threads: 0\nstaleafter: 3d\n", to: "vmscan.yaml")
    let outcome = site.run("check")
    #expect(outcome.status == .incomplete)
    #expect(
      outcome.output.contains(
        "vmscan.yaml:1: threads: expected a whole number above 0, without a leading zero"
          + " (and 1 more)"),
      "\(outcome.output)")
  }

  @Test
  func `holds are listed in every form, callers counted and not named`() throws {
    let site = try TestSite()
    _ = site.run(
      "hold", "add", "--matter", "case 17", "--owner", "Legal", "--mailbox", "1001@default",
      "--caller", "+3225550123", "--until", "2027-06-30")
    let text = site.run("hold", "list").output
    #expect(text.contains("case 17") && text.contains("1001@default, 1 caller"), "\(text)")
    for format in ["json", "ndjson", "csv"] {
      let list = site.run("hold", "list", "--format", format).output
      #expect(list.contains("case 17") && list.contains("2027-06-30"), "\(format): \(list)")
      #expect(!list.contains("3225550123"))
    }
    #expect(site.run("hold", "list", now: "2027-07-01T00:00:00Z").output.contains("No hold"))
    #expect(
      site.run(["hold", "list", "--all"], now: "2027-07-01T00:00:00Z").output.contains("ended"))
  }

  @Test
  func `an acceptance can be tried without being made`() throws {
    let site = try TestSite.lines("1001 => 1234,A,a@example.com")
    _ = site.scan()
    let words = [
      "accept", "add", "--mailbox", "1001@default", "--owner", "IT", "--reason", "test box",
      "--expires", "90d",
    ]
    let tried = site.run(words + ["--dry-run"], now: "2026-12-31T00:00:00Z")
    #expect(tried.status == .success)
    #expect(tried.output.contains("would accept"), "\(tried)")
    #expect(tried.output.contains("1001@default"))
    #expect(site.run("accept", "list", "--all").output.contains("Nothing is accepted"))
  }

  @Test
  func `a table that is piped has one line a row, however long`() throws {
    let long = String(repeating: "a very long matter ", count: 20)
    let site = try TestSite()
    _ = site.run("hold", "add", "--matter", long, "--owner", "Legal", "--everything")
    let lines = site.run("hold", "list").output.split(separator: "\n")
    #expect(lines.contains { $0.contains(long.dropLast()) }, "\(lines)")
  }

  @Test(arguments: [("120", 120), ("20", 40), ("0120", 80), ("", 80), ("wide", 80)])
  func `COLUMNS says how wide a terminal is`(columns: String, width: Int) {
    #expect(RunContext.terminalWidth(["COLUMNS": columns]) == width)
  }

  private func run(_ words: [String]) -> Outcome {
    let (out, err) = (MemorySink(), MemorySink())
    let context = RunContext(
      out: out, err: err, environment: [:], clock: { Timestamp(1_798_675_200) },
      terminal: Terminal(), hostName: "pbx.example.com", user: "vmscan",
      arguments: ["vmscan"] + words, readLine: { nil }, interruption: Interruption())
    return Outcome(status: EntryPoint.run(words, in: context), output: out.text, errors: err.text)
  }
}
