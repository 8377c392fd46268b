import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// Whether the doctor sees that the nights go well, or only that somebody scanned.
struct NightlyCheckTests {
  /// A state of the machine, in hours before now; `nil` for what is not there.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var schedule: String?
    var placed: Int64 = 2000
    var mark: Int64?
    var run: Int64?
    var verdict: Diagnosis.Verdict
    var says: String
  }

  private static let cron = "etc/cron.d/vmscan"
  private static let timer = "etc/systemd/system/timers.target.wants/vmscan-scan.timer"

  static let cases: [Case] = [
    Case(
      testDescription: "a scan by hand and no schedule", run: 1, verdict: .warn,
      says: "nothing runs vmscan every night"),
    Case(testDescription: "nothing at all", verdict: .warn, says: "nothing runs vmscan"),
    Case(
      testDescription: "the job ended this night", schedule: cron, mark: 10, run: 10, verdict: .ok,
      says: "came to its end at"),
    Case(
      testDescription: "run by something else", mark: 10, run: 10, verdict: .ok,
      says: "came to its end at"),
    Case(
      testDescription: "the job stopped two nights ago while people scan", schedule: cron, mark: 50,
      run: 1, verdict: .warn, says: "came to its end at"),
    Case(
      testDescription: "the job stopped weeks ago while people scan", schedule: timer, mark: 400,
      run: 1, verdict: .fail, says: "came to its end at"),
    Case(
      testDescription: "a mark of the future", schedule: timer, mark: -400, run: 1, verdict: .warn,
      says: "later than now"),
    Case(
      testDescription: "just installed", schedule: cron, placed: 5, run: 1, verdict: .ok,
      says: "first night is yet to come"),
    Case(
      testDescription: "installed long ago, never ended", schedule: timer, run: 1, verdict: .warn,
      says: "never came to its end"),
    Case(
      testDescription: "installed long ago, no mark and no run", schedule: cron, run: 400,
      verdict: .fail, says: "the latest is run 1"),
  ]

  private let now = Timestamp(1_798_675_200)

  private func time(_ hours: Int64) -> Timestamp { Timestamp(now.epochSeconds - hours * 3600) }

  @Test(arguments: cases)
  func `the verdict follows the schedule and the job's own mark`(row: Case) throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    if let run = row.run { _ = site.scan("--quiet", now: "\(time(run))") }
    if let schedule = row.schedule {
      try site.write("x", to: "machine/" + schedule)
      site.age("machine/" + schedule, to: time(row.placed))
    }
    if let mark = row.mark {
      let done = site.run("maintain", "--quiet", "--nightly", now: "\(time(mark))")
      #expect(done.status == .success, "\(done.errors)")
    }
    let done = site.run("doctor", "--spool", site.spool, "--asterisk-etc", site.etc, now: "\(now)")
    let line = try #require(
      done.output.split(separator: "\n").first { $0.contains("nightly: ") }, "\(done.output)")
    #expect(line.hasPrefix(row.verdict.rawValue + " "), "\(line)")
    #expect(line.contains(row.says), "\(line)")
  }

  @Test
  func `a maintenance by hand, or one that fails, leaves no mark`() throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    _ = site.scan("--quiet")
    #expect(site.run("maintain").status == .success)
    #expect(NightlyMark.look(beside: site.database) == .missing)
    try site.write("no database", to: "vmscan.db")
    #expect(site.run("maintain", "--nightly").status != .success)
    #expect(NightlyMark.look(beside: site.database) == .missing)
    #expect(site.run("maintain", "--nightly", "--quarantine").status == .usage)
  }

  @Test
  func `the lock of a purge is not counted as one`() throws {
    let site = try TestSite.lines("1 => 839201,A,a@example.com")
    try site.write(
      "[message]\norigtime=1798000000\nduration=7\n", to: "voicemail/default/1/INBOX/msg0000.txt")
    try site.write("x", to: "voicemail/default/1/INBOX/msg0000.wav")
    let places = ["--spool", site.spool, "--asterisk-etc", site.etc]
    let purge = site.run(["purge", "--older", "1d", "--yes"] + places, now: "\(now)")
    #expect(purge.status == .success, "\(purge.errors)")
    let waiting = try #require(PathStatus.names(in: site.path + "/vmscan-quarantine"))
    #expect(waiting.contains("run.lock"))
    for name in waiting { site.age("vmscan-quarantine/" + name, to: now) }
    let done = site.run(["doctor"] + places, now: "\(now)")
    #expect(done.output.contains("quarantine: 1 purge in "), "\(done.output)")
  }
}
