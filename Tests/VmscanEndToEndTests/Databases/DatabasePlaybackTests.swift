import Foundation
import Testing

extension DatabaseLabTests {
  /// Rows that are counted, and that no owner hears.
  @Suite struct DatabasePlaybackTests {
    private func report(_ lab: DatabaseLab) throws -> [String: Any] {
      let done = try lab.vmscan("scan", "--format", "json")
      #expect(done.status == 0, "\(done.errors)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
    }

    /// What Asterisk 16 and 22 do with such rows was seen in `scripts/row-lab`.
    @Test(arguments: Engine.allCases)
    func `rows that Asterisk cannot play are named, with statements that mend them`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(
        lab.leave("default/1001/INBOX", 0) + lab.leave("default/1001/INBOX", 1)
          + lab.leave("default/1001/INBOX", 2)
          + "UPDATE voicemessages SET macrocontext = NULL WHERE msgnum > 0;"
          + "UPDATE voicemessages SET origtime = NULL, category = NULL WHERE msgnum = 2;")
      func playback() throws -> (verdict: String, observed: String, remedy: String) {
        let done = try lab.vmscan("doctor", "--format", "json")
        let report = try #require(
          try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
        let checks = try #require(report["checks"] as? [[String: Any]])
        let found = try #require(checks.first { $0["check"] as? String == "database-playback" })
        return (
          found["verdict"] as? String ?? "", found["observed"] as? String ?? "",
          found["remedy"] as? String ?? ""
        )
      }
      let before = try playback()
      #expect(before.verdict == "warn")
      #expect(
        before.observed == "2 rows of odbc:asterisk/voicemessages cannot be played, because "
          + "Asterisk takes no NULL in macrocontext, origtime", "\(before.observed)")
      let report = try report(lab)
      #expect("\(report["coverage"] ?? "")".contains("2 rows of odbc:asterisk/voicemessages"))
      let prefix = "run in that database: "
      try #require(before.remedy.hasPrefix(prefix), "\(before.remedy)")
      try lab.sql(String(before.remedy.dropFirst(prefix.count)))
      #expect(try playback().verdict == "ok")
      // A row that Asterisk adds without the column is sound, too.
      try lab.sql(
        "INSERT INTO voicemessages (dir, msgnum, context, callerid, flag, duration) VALUES ('x', 0, '', '', '', 7)"
      )
      #expect(try playback().verdict == "ok")
    }
  }
}
