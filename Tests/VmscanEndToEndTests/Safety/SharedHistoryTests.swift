import Foundation
import Testing

/// Several programs use one history at once.
struct SharedHistoryTests {
  private let copy: SpoolCopy

  init() throws { copy = try SpoolCopy() }

  private var ends: String {
    "--asterisk-etc '\(copy.etc)' --spool '\(copy.spool)' --db '\(copy.database)' --config /dev/null"
  }

  /// A shell loop that prints the status of each run.
  private func loop(_ command: String, rounds: Int = 6) throws -> Background {
    try Background(
      """
      for round in $(seq \(rounds)); do
        '\(Program.vmscan)' \(command) \(ends) >/dev/null 2>>'\(copy.path)/errors'; echo "status $?"
      done
      """)
  }

  @Test(.timeLimit(.minutes(5)))
  func `scans, holds and purges at once keep the history whole`() throws {
    #expect(try copy.vmscan("scan", "--quiet").status <= 1)
    let loops = [
      try loop("scan --quiet"), try loop("scan --quiet --full"),
      try loop("hold add --matter m --owner Legal --mailbox 1002@default"),
      try loop("purge --older 1d --mailbox 1001@default --yes"), try loop("restore --all --yes"),
    ]
    while loops.contains(where: \.isRunning) { usleep(50_000) }
    let errors = (try? String(contentsOfFile: copy.path + "/errors", encoding: .utf8)) ?? ""
    let statuses = loops.flatMap { $0.output.split(separator: "\n") }
    #expect(statuses.count == loops.count * 6, "\(statuses)")
    // 5 is the answer of one who met another: nothing else may end a run that a lone one would not.
    for status in statuses {
      #expect(["status 0", "status 1", "status 3", "status 5"].contains(status), "\(errors)")
    }
    #expect(!errors.contains("malformed") && !errors.contains("disk I/O"), "\(errors)")
    let verified = try Program.vmscan("history", "verify", "--db", copy.database)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    let integrity = try Program.run(
      "/usr/bin/python3",
      [
        "-c",
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchone()[0])",
        copy.database,
      ])
    #expect(integrity.output == "ok\n", "\(integrity.errors)")
  }
}
