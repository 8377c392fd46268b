import Foundation
import Testing

extension DatabaseLabTests {
  /// Tables whose columns are not quite those that Asterisk makes.
  @Suite struct DatabaseSchemaTests {
    /// A site whose messages are in the table `odd`, made from one message.
    private func lab(_ engine: Engine, _ table: String) throws -> DatabaseLab {
      let lab = try DatabaseLab(engine)
      try lab.sql(lab.leave("default/1001/INBOX", 0))
      try lab.sql(
        """
        DROP TABLE IF EXISTS odd;
        \(table);
        GRANT SELECT ON odd TO \(lab.user);
        """)
      try lab.configure(table: "odd")
      return lab
    }

    @Test(arguments: Engine.allCases)
    func `columns that are missing are named, and messages are counted`(_ engine: Engine) throws {
      let lab = try lab(engine, "CREATE TABLE odd AS SELECT dir, msgnum, flag FROM voicemessages")
      let listed = try lab.vmscan("messages")
      #expect(listed.status == 3)
      #expect(
        listed.errors.contains("it has no callerid, origtime, duration, recording"),
        "\(listed.errors)")
      #expect(listed.output.contains("1001@default"))
    }

    @Test(arguments: Engine.allCases)
    func `a time that is no number of seconds is named, and is not unknown in silence`(
      _ engine: Engine
    ) throws {
      let time = engine == .postgres ? "to_timestamp(origtime)" : "from_unixtime(origtime)"
      let lab = try lab(
        engine,
        """
        CREATE TABLE odd AS SELECT dir, msgnum, context, callerid, \(time) AS origtime, duration,
          recording, flag, msg_id FROM voicemessages
        """)
      let listed = try lab.vmscan("messages")
      #expect(listed.status == 3)
      #expect(
        listed.errors.contains("1 row whose origtime or duration is no whole number of seconds"),
        "\(listed.errors)")
      #expect(listed.output.contains("1001@default"))
    }

    @Test(arguments: Engine.allCases)
    func `numbers in text columns are numbers`(_ engine: Engine) throws {
      let text = engine == .postgres ? "text" : "char(20)"
      let lab = try lab(
        engine,
        """
        CREATE TABLE odd AS SELECT dir, CAST(msgnum AS \(text)) AS msgnum, context, callerid,
          CAST(origtime AS \(text)) AS origtime, CAST(duration AS \(text)) AS duration,
          recording, flag, msg_id FROM voicemessages
        """)
      let listed = try lab.vmscan("messages")
      #expect(listed.status == 0, "\(listed.errors)")
      #expect(listed.output.contains("2026-11-18"), "\(listed.output)")
    }

    @Test(arguments: Engine.allCases)
    func `blanks that fill a column of fixed length are no part of a path`(
      _ engine: Engine
    ) throws {
      let lab = try lab(
        engine,
        """
        CREATE TABLE odd (dir char(255), msgnum integer, context char(80), callerid char(80),
          origtime integer, duration integer, recording \(engine == .postgres ? "bytea" : "longblob"),
          flag char(30), msg_id char(40));
        INSERT INTO odd SELECT dir, msgnum, context, callerid, origtime, duration, recording, flag,
          msg_id FROM voicemessages
        """)
      let listed = try lab.vmscan("messages", "--format", "ndjson")
      #expect(listed.status == 0, "\(listed.errors)")
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [String: Any])
      #expect(row["messageID"] as? String == "1795000000-18-0")
      #expect(row["duration"] as? Int == 7)
    }
  }
}
