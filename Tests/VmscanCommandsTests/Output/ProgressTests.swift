import Synchronization
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// A bar shows on a terminal while something takes long, and nowhere else.
struct ProgressTests {
  private static let now: Int64 = 1_798_675_200  // 2026-12-31

  /// Mailboxes with old messages, and a mail log.
  private func site() throws -> TestSite {
    let site = try TestSite.lines(
      (1000..<1006).map { "\($0) => 4815162,Owner \($0),owner\($0)@example.com\n" }.joined())
    for box in 1000..<1006 {
      let stem = "voicemail/default/\(box)/INBOX/msg0000"
      try site.write(
        "[message]\norigmailbox=\(box)\norigtime=\(Self.now - 60 * 86400)\nduration=5\n",
        to: stem + ".txt")
      try site.write(String(repeating: "x", count: 2000), to: stem + ".wav")
    }
    try site.write(
      (0..<40_000).map { "Dec 30 03:\($0 / 60 % 60) pbx postfix/qmgr[1]: 4X\($0): removed\n" }
        .joined(),
      to: "mail.log")
    return site
  }

  /// Runs a command with a clock that goes on two seconds each time it is read.
  private func run(
    _ site: TestSite, _ words: [String], isTerminal: Bool, after days: Int64 = 0
  ) -> (status: VmscanCommands.ExitStatus, output: String, errors: String) {
    let time = Mutex(Self.now + days * 86400)
    let (out, err) = (MemorySink(), MemorySink())
    let places =
      words.first == "history" ? [] : ["--asterisk-etc", site.etc, "--spool", site.spool]
    let words =
      words + places + ["--db", site.database, "--config", site.path + "/vmscan.yaml"]
    var context = RunContext(
      out: out, err: err, environment: [:],
      clock: {
        Timestamp(
          time.withLock {
            $0 += 2
            return $0
          })
      }, terminal: Terminal(errorIsTerminal: isTerminal), hostName: "pbx.example.com",
      user: "vmscan", arguments: ["vmscan"] + words, readLine: { nil },
      interruption: Interruption())
    context.machineRoot = site.path + "/machine"
    let status = EntryPoint.run(words, in: context)
    return (status, out.text, err.text)
  }

  @Test(arguments: [true, false])
  func `every command that may take long shows its bar, on a terminal only`(isTerminal: Bool) throws
  {
    let site = try site()
    let log = ["--mail-log", site.path + "/mail.log"]
    let steps: [(words: [String], days: Int64, shown: [String])] = [
      (
        ["scan"] + log, 0,
        ["reading mail log, KiB: ", "reading mailboxes: 6 of 6", "judging", "recording the run"]
      ),
      (["messages"] + log, 0, ["reading mail log, KiB", "reading mailboxes: "]),
      (["explain", "1001@default"] + log, 0, ["reading mail log, KiB"]),
      (["doctor"], 0, ["reading mailboxes: 6 of 6", "checking"]),
      (
        ["hold", "add", "--matter", "x", "--owner", "y", "--mailbox", "1005@default"], 0,
        ["reading mailboxes: 1 of 1"]
      ),
      (
        ["purge", "--older", "30d", "--yes", "--even-unasked", "--max-percent", "100"], 0,
        ["planning, mailboxes read: 6 of 6", "removing messages: 5 of 5 ["]
      ),
      (
        ["restore", "--mailbox", "1001@default", "--yes", "--even-unasked"], 0,
        ["reading the quarantine, messages: 5", "restoring messages: 1 of 1"]
      ),
      (["maintain"], 1, ["history: integrity check", "history: optimize"]),
      (["maintain", "--quarantine"], 30, ["unlinking messages: 4 of 4 ["]),
      (["history", "verify"], 30, ["verifying the journal"]),
    ]
    for (words, days, shown) in steps {
      let done = run(site, words, isTerminal: isTerminal, after: days)
      #expect(![.usage, .failed, .refused].contains(done.status), "\(words): \(done)")
      guard isTerminal else {
        #expect(!done.errors.contains("\r") && !done.errors.contains("\u{1B}"), "\(words): \(done)")
        continue
      }
      for part in shown {
        #expect(done.errors.contains(part), "\(words): \(part) in \(done.errors)")
      }
      // What is left of the bar is taken away.
      let last = done.errors.split(separator: "\r").last ?? ""
      #expect(last.hasPrefix("\u{1B}[K") || !last.contains(" of "), "\(words): \(done.errors)")
      #expect(!done.output.contains("\r"), "\(words)")
    }
    let quiet = run(site, ["scan", "--quiet"], isTerminal: isTerminal, after: 31)
    #expect(!quiet.errors.contains("\r"), "\(quiet)")
  }
}
