import Foundation
import Testing

extension DatabaseLabTests {
  /// Voicemail in real PostgreSQL and MariaDB, read by the program as a user runs it.
  @Suite struct DatabaseTests {
    private func messages(_ done: Finished) throws -> [[String: Any]] {
      try done.output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }

    private func report(_ lab: DatabaseLab, status: Int32) throws -> [String: Any] {
      let done = try lab.vmscan("scan", "--format", "json")
      #expect(done.status == status, "\(done.errors)\(done.output.prefix(4000))")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
    }

    private func totals(_ report: [String: Any]) throws -> Int {
      let totals = try #require(report["totals"] as? [String: Any])
      return try #require(totals["messages"] as? Int)
    }

    @Test(arguments: Engine.allCases)
    func `rows are messages with the rules, grades and names of files`(_ engine: Engine) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(
        lab.leave("default/1001/INBOX", 0) + lab.leave("default/1001/INBOX", 1, time: 0, id: "")
          + lab.leave("default/1001/Urgent", 0, flag: "Urgent")
          + lab.leave("default/1001/Deleted", 0) + lab.leave("default/1002/Old", 0, audio: 0)
          + lab.leave("default/1009/Old", 0) + lab.leave("default/1001/unavail", -1, time: 0)
          + lab.leave("default/1001/INBOX", 0, root: "/srv/pbx2/voicemail"))
      let listed = try lab.vmscan("messages", "--format", "ndjson")
      #expect(listed.status == 0, "\(listed.errors)")
      let rows = try messages(listed)
      let places = rows.map {
        "\($0["mailbox"] ?? "")/\($0["folder"] ?? "")/\($0["number"] ?? "") \($0["emailed"] ?? "")"
      }
      #expect(
        places == [
          "1001/INBOX/0 inferred", "1001/INBOX/1 none", "1001/Urgent/0 inferred",
          "1002/Old/0 inferred", "1009/Old/0 none",
        ])
      #expect(rows[1]["origtime"] is NSNull)
      #expect(rows[0]["bytes"] as? Int == 2530)

      let report = try report(lab, status: 0)
      #expect(try totals(report) == 6)
      let counted = try lab.sql(
        "SELECT COUNT(*) FROM voicemessages WHERE msgnum >= 0 AND dir LIKE '\(DatabaseLab.spool)/%'"
      )
      #expect(counted.trimmingCharacters(in: .whitespacesAndNewlines) == "6")
      let coverage = try #require(report["coverage"] as? [String: Any])
      let problems = try #require(coverage["problems"] as? [[String: Any]])
      #expect(
        problems.contains {
          ($0["detail"] as? String)?.hasPrefix("1 row with the path '/srv/pbx2/voicemail'") ?? false
        })

      for format in ["json", "text"] {
        let why = try lab.vmscan("explain", "1001@default", "INBOX/0", "--format", format)
        #expect(why.output.contains("odbc:asterisk/voicemessages"), "\(why.errors)")
        // A line of text ends where the page does.
        let words = why.output.replacing("\\/", with: "/").split(whereSeparator: \.isWhitespace)
        #expect(
          words.joined(separator: " ").contains(
            "dir = '\(DatabaseLab.spool)/default/1001/INBOX' and msgnum = 0"), "\(why.output)")
      }
    }

    @Test(arguments: Engine.allCases)
    func `a purge where Asterisk's spool is not on this machine removes nothing`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(lab.leave("default/1001/INBOX", 0, time: 1_700_000_000))
      for extra in ["--yes", "--dry-run"] {
        let done = try lab.vmscan(
          "purge", "--emailed", "--older", "30d", extra, spool: lab.etc + "/nowhere")
        #expect(done.status == 4 || done.status == 3)
        #expect(!done.output.contains("removed:"))
        #expect(!done.errors.isEmpty)
      }
      #expect(try lab.sql("SELECT COUNT(*) FROM voicemessages").hasPrefix("1"))
    }

    @Test(arguments: Engine.allCases)
    func `realtime mailboxes are judged with those of the file, and no secret leaves`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(
        """
        INSERT INTO voicemail VALUES
          (1, 'default', '3001', '1234', 'Zoë Müller', 'zoe@gmail.com', NULL, 'yes', 'no', 50, 1.5),
          (2, 'default', '1001', '4711', 'Other', 'other@example.com', NULL, NULL, NULL, NULL, NULL),
          (3, 'default', '3003', '83651', NULL, NULL, NULL, NULL, 'yes', NULL, NULL);
        """ + lab.leave("default/3001/INBOX", 0))
      let done = try lab.vmscan("mailboxes", "--format", "ndjson")
      #expect(done.status == 0, "\(done.errors)")
      let boxes = try messages(done)
      #expect(boxes.map { $0["mailbox"] as? String } == ["1001", "1002", "3001", "3003"])
      #expect(boxes[0]["email"] as? [String] == ["anna@example.com"])
      #expect(boxes[2]["email"] as? [String] == ["zoe@gmail.com"])
      #expect(boxes[2]["fullName"] as? String == "Zoë Müller")
      #expect(boxes[2]["maxMessages"] as? Int == 50)
      #expect(boxes[3]["deleteAfterEmail"] as? Bool == true)
      let scan = try lab.vmscan("scan", "--format", "json")
      #expect(scan.output.contains("VM-301"))
      let everything = scan.output + scan.errors + done.output + done.errors
      for secret in try ["83651", "8265", DatabaseLab.password] {
        #expect(!everything.contains(secret))
      }
      let kept = try Data(contentsOf: URL(filePath: lab.history))
      #expect(kept.range(of: Data(try DatabaseLab.password.utf8)) == nil)
    }

    @Test
    func `a collation that ignores case hides no mailbox`() throws {
      let lab = try DatabaseLab(.mariadb)
      try lab.sql(
        lab.leave("default/anna/INBOX", 0) + lab.leave("default/ANNA/INBOX", 1)
          + lab.leave("default/ANNA/INBOX", 2) + lab.leave("default/Anna/Old", 0))
      let rows = try messages(try lab.vmscan("messages", "--format", "ndjson"))
      #expect(
        Set(rows.map { "\($0["mailbox"] ?? "") \($0["number"] ?? "")" })
          == ["anna 0", "ANNA 1", "ANNA 2", "Anna 0"])
    }

    @Test(arguments: Engine.allCases)
    func `old schemas with numbers in text and few columns are read`(_ engine: Engine) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(
        """
        DROP TABLE voicemessages;
        CREATE TABLE voicemessages (id integer, dir varchar(80), msgnum varchar(8),
          callerid varchar(80), origtime varchar(40), duration varchar(20));
        GRANT SELECT ON voicemessages TO \(lab.user);
        INSERT INTO voicemessages VALUES
          (1, '\(DatabaseLab.spool)/default/1001/INBOX', '0', 'x', '1790000000', '12'),
          (2, '\(DatabaseLab.spool)/default/1001/INBOX', '10', 'x', '', NULL),
          (3, '\(DatabaseLab.spool)/default/1001/unavail', '-1', '', '0', '0');
        """)
      let rows = try messages(try lab.vmscan("messages", "--format", "ndjson"))
      #expect(rows.map { $0["number"] as? Int } == [0, 10])
      #expect(rows[0]["origtime"] as? Int == 1_790_000_000)
      #expect(rows[0]["duration"] as? Int == 12)
      #expect(rows[1]["origtime"] is NSNull)
    }

    @Test(arguments: Engine.allCases)
    func `a realtime mailbox is not edited, and nothing is offered where messages are rows`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(
        """
        INSERT INTO voicemail VALUES
          (1, 'default', '3001', '1234', 'Zoë Müller', 'zoe@example.com', NULL, 'yes', 'no', 50, 1.5),
          (2, 'default', '3002', '1234', 'No Address', NULL, NULL, 'yes', 'no', 50, 1.5);
        """)
      func enable(_ mailbox: String) throws -> Finished {
        try lab.vmscan("delete-after-email", "enable", "--mailbox", mailbox, "--dry-run")
      }
      let one = try enable("3001@default")
      #expect(one.status == 4, "\(one.output)")
      let said = one.output + one.errors
      #expect(
        said.contains(
          "it is a row of 'odbc:asterisk/voicemail', which this program does not change"),
        "\(said)")
      // Messages are rows here as well, so that nothing is offered to be run.
      #expect(said.contains("other-storage") && !said.contains("UPDATE voicemail"), "\(said)")
      // Nothing to run where the messages would be lost.
      let other = try enable("3002@default")
      #expect(!(other.output + other.errors).contains("UPDATE voicemail"), "\(other.output)")
      let value = try lab.sql("SELECT deletevoicemail FROM voicemail WHERE mailbox = '3001'")
      #expect(value.hasPrefix("no"))
    }
  }
}
