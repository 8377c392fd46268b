import Foundation
import Testing

extension DatabaseLabTests {
  /// Rows are purged in a loop while real callers leave and owners hear messages: Asterisk 16 and 22
  /// with ODBC storage, on PostgreSQL and on MariaDB (`scripts/row-lab`).
  @Suite(.enabled(if: RowAsterisk.isUp, RowAsterisk.whyNot)) struct RowPurgeLabTests {
    private static let boxes = ["1001", "1002", "1009"]

    @Test(arguments: RowAsterisk.suites, Engine.allCases)
    func `no message is lost and none has another's recording`(
      _ suite: String, _ engine: Engine
    ) throws {
      let lab = try RowAsteriskLab(suite, engine)
      let variables = lab.environment.map { "export \($0.key)='\($0.value)'\n" }.joined()
      // The caller's number ends in the seconds that he speaks.
      let callers = try Background(
        variables + """
          for seconds in 1 2 3; do
            bash '\(lab.script)' --suite \(suite) lab leave-message -j 3 -l $seconds -c "\\"Caller\\" <70000$seconds>" \
          \(Self.boxes.joined(separator: " "))
          done
          """)
      let owners = try Background(
        variables + """
          bash '\(lab.script)' --suite \(suite) lab press 1001 '1wwwwwwwwwwww#'
          bash '\(lab.script)' --suite \(suite) lab press 1002 '1wwww7wwwwwwww#'
          """)
      var purges = 0
      while callers.isRunning || owners.isRunning {
        let done = try lab.vmscan(["purge", "--older", "1d", "--yes"])
        #expect([0, 3, 5].contains(done.status), "\(done.errors)")
        purges += 1
      }
      let last = try lab.vmscan(["purge", "--older", "1d", "--yes"])
      #expect([0, 3].contains(last.status), "\(last.errors)")
      #expect(purges > 3)
      let left = callers.output.split(separator: "\n").filter { $0.contains("\tSUCCESS\t") }.count
      #expect(left == 3 * Self.boxes.count, "\(callers.output)")
      let back = try lab.vmscan(["restore", "--all", "--yes"])
      #expect(back.output.contains("left in quarantine: 0"), "\(back.output)\(back.errors)")
      let rows = try lab.database.sql(
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

    @Test(
      .enabled(if: !RowAsterisk.removing.isEmpty, "no Asterisk here has VoicemailRemove"),
      arguments: RowAsterisk.removing, Engine.allCases)
    func `Asterisk itself removes the planned rows alone, and what it keeps is said`(
      _ suite: String, _ engine: Engine
    ) throws {
      let lab = try RowAsteriskLab(suite, engine)
      try lab.leave(3)
      let plan = lab.path + "/plan"
      let made = try lab.throughManager(["purge", "--older", "1d", "--plan-out", plan])
      #expect(made.status == 0, "\(made.output)\(made.errors)")
      try lab.leave(1)
      #expect(try lab.numbers("INBOX") == [0, 1, 2, 3])
      let done = try lab.throughManager(["purge", "--apply", plan, "--yes", "--engine", "asterisk"])
      #expect(done.status == 0, "\(done.output)\(done.errors)")
      #expect(try lab.numbers("INBOX") == [0])
      #expect(try lab.numbers("Deleted") == [0, 1, 2])
      #expect(
        done.output.contains("removed: no message; moved to Deleted by Asterisk: 3 messages"),
        "\(done.output)")
      #expect(done.output.contains("no quarantine, no undo"))
    }

    @Test(
      .enabled(
        if: RowAsterisk.suites.contains("bullseye"), "every Asterisk here has VoicemailRemove"),
      arguments: Engine.allCases)
    func `an Asterisk that cannot remove is found out before the first row goes`(
      _ engine: Engine
    ) throws {
      let lab = try RowAsteriskLab("bullseye", engine)
      try lab.leave(1)
      let done = try lab.throughManager(["purge", "--older", "1d", "--yes", "--engine", "asterisk"])
      #expect(done.status == 4, "\(done.output)\(done.errors)")
      #expect(done.errors.contains("VoicemailRemove"), "\(done.errors)")
      #expect(try lab.numbers("INBOX") == [0])
    }
  }
}
