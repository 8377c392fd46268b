import Foundation
import Testing

/// The Asterisk of `scripts/row-lab`.
enum RowAsterisk {
  static let directory = ProcessInfo.processInfo.environment["VMSCAN_ROW_LAB"] ?? ""
  static let isUp = DatabaseLab.isUp && !directory.isEmpty
  static let whyNot: Comment =
    "no Asterisk on a database: set VMSCAN_ROW_LAB to a directory for scripts/row-lab, as root"
}

/// Rows are purged in a loop while real callers leave and owners hear messages: Asterisk 16 with its
/// ODBC module, on PostgreSQL and on MariaDB (`scripts/row-lab`).
@Suite(.serialized, .enabled(if: RowAsterisk.isUp, RowAsterisk.whyNot))
struct RowPurgeLabTests {
  private static let boxes = ["1001", "1002", "1009"]
  private static let quarantine = "/bullseye/root/var/spool/asterisk/vmscan-quarantine"

  private var script: String { Program.root.appending(path: "scripts/row-lab").path }

  private func row(_ words: [String]) throws -> Finished {
    try Program.run("/bin/bash", [script] + words, environment: environment)
  }

  private var environment: [String: String] {
    [
      "VMSCAN_ROW_LAB": RowAsterisk.directory, "VMSCAN_DATABASES": DatabaseLab.directory,
      "VMSCAN_BINARY": Program.vmscan, "ODBCINI": DatabaseLab.directory + "/odbc.ini",
    ]
  }

  private func vmscan(_ words: [String], _ database: String) throws -> Finished {
    let future = Int(Date().timeIntervalSince1970) + 2 * 86400
    return try row(
      ["vmscan"] + words + ["--db", database, "--config", "/dev/null", "--now", "@\(future)"])
  }

  @Test(arguments: Engine.allCases)
  func `no message is lost and none has another's recording`(_ engine: Engine) throws {
    let database = try DatabaseLab(engine)
    try database.sql(
      "GRANT SELECT, INSERT, UPDATE, DELETE ON voicemessages TO \(database.user)")
    let started = try row(["up", engine.rawValue])
    #expect(started.status == 0, "\(started.errors)")
    defer { _ = try? row(["down"]) }
    try? FileManager.default.removeItem(atPath: RowAsterisk.directory + Self.quarantine)
    let scratch = try Scratch()
    let history = scratch.path + "/vmscan.db"
    let variables = environment.map { "export \($0.key)='\($0.value)'\n" }.joined()
    // The caller's number ends in the seconds that he speaks.
    let callers = try Background(
      variables + """
        for seconds in 1 2 3; do
          bash '\(script)' lab leave-message -j 3 -l $seconds -c "\\"Caller\\" <70000$seconds>" \
        \(Self.boxes.joined(separator: " "))
        done
        """)
    let owners = try Background(
      variables + """
        bash '\(script)' lab press 1001 '1wwwwwwwwwwww#'
        bash '\(script)' lab press 1002 '1wwww7wwwwwwww#'
        """)
    var purges = 0
    while callers.isRunning || owners.isRunning {
      let done = try vmscan(["purge", "--older", "1d", "--yes"], history)
      #expect([0, 3, 5].contains(done.status), "\(done.errors)")
      purges += 1
    }
    let last = try vmscan(["purge", "--older", "1d", "--yes"], history)
    #expect([0, 3].contains(last.status), "\(last.errors)")
    #expect(purges > 3)
    let left = callers.output.split(separator: "\n").filter { $0.contains("\tSUCCESS\t") }.count
    #expect(left == 3 * Self.boxes.count, "\(callers.output)")
    let back = try vmscan(["restore", "--all", "--yes"], history)
    #expect(back.output.contains("left in quarantine: 0"), "\(back.output)\(back.errors)")
    let rows = try database.sql(
      "SELECT concat(dir, ' ', msgnum, ' ', octet_length(recording), ' ', right(callerid, 2)) "
        + "FROM voicemessages WHERE msgnum >= 0 ORDER BY dir, msgnum"
    ).split(separator: "\n").map { $0.split(separator: " ") }
    #expect(rows.count == left)
    var next: [Substring: Int] = [:]
    for row in rows {
      #expect(Int(row[1]) == next[row[0], default: 0], "\(row) is dense")
      next[row[0], default: 0] += 1
      let (bytes, spoken) = (Double(row[2]) ?? 0, Double(row[3].prefix(1)) ?? 0)
      // wav49 has 1625 bytes a second.
      let seconds = (bytes - 60) / 1625
      #expect(seconds >= spoken - 0.1 && seconds < spoken + 1, "\(row)")
    }
  }
}
