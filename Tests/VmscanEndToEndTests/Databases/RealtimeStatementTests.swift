import Foundation
import Testing

extension DatabaseLabTests {
  /// Mailboxes are rows and messages are files; the statements given are run in the real database.
  @Suite struct RealtimeStatementTests {
    private func site(_ engine: Engine, columns: String, rows: [String]) throws -> DatabaseLab {
      let lab = try DatabaseLab(engine)
      try "[modules]\nautoload=no\nload => app_voicemail.so\n".write(
        toFile: lab.etc + "/modules.conf", atomically: true, encoding: .utf8)
      try "[general]\nformat=wav\n[default]\n".write(
        toFile: lab.etc + "/voicemail.conf", atomically: true, encoding: .utf8)
      try lab.sql(
        """
        DROP TABLE voicemail;
        CREATE TABLE voicemail (context varchar(80), mailbox varchar(80), password varchar(80),
          email varchar(80), attach varchar(3), \(columns));
        GRANT SELECT ON voicemail TO \(lab.user);
        """ + rows.map { "INSERT INTO voicemail VALUES \($0);" }.joined())
      return lab
    }

    private func statement(
      _ lab: DatabaseLab, _ verb: String, _ mailbox: String
    ) throws -> (text: String, undo: String)? {
      let done = try lab.vmscan("delete-after-email", verb, "--mailbox", mailbox, "--dry-run")
      #expect(done.status == 4, "\(done.output)\(done.errors)")
      #expect(done.output.contains("which this program does not change"), "\(done.output)")
      func after(_ word: String) -> String? {
        done.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
          .first { $0.hasPrefix(word) }?.dropFirst(word.count).trimmingCharacters(in: .whitespaces)
      }
      guard let text = after("statement:"), let undo = after("undo:") else { return nil }
      return (text, undo)
    }

    private func value(_ lab: DatabaseLab, _ column: String) throws -> [String] {
      let rows = try lab.sql("SELECT coalesce(\(column), 'NULL') FROM voicemail ORDER BY mailbox")
      return rows.split(separator: "\n").map(String.init)
    }

    @Test(arguments: Engine.allCases)
    func `a statement changes that row alone, and its undo brings back what was there`(
      _ engine: Engine
    ) throws {
      let lab = try site(
        engine, columns: "deletevoicemail varchar(10)",
        rows: [
          "('default', '3001', '8274', 'zoe@example.com', 'yes', 'no')",
          "('default', '3002', '8274', 'bob@example.com', 'yes', NULL)",
          "('sales', '3001', '8274', 'eve@example.com', 'yes', 'n''o')",
          "('sales', '3003', '8274', NULL, 'yes', 'true')",
        ])
      let column = "concat(context, mailbox, coalesce(deletevoicemail, 'NULL'))"
      let start = try Set(value(lab, column))
      #expect(start.count == 4)
      for (verb, mailbox, old, new) in [
        ("enable", "3001@default", "default3001no", "default3001yes"),
        ("enable", "3002@default", "default3002NULL", "default3002yes"),
        ("enable", "3001@sales", "sales3001n'o", "sales3001yes"),
        ("disable", "3003@sales", "sales3003true", "sales3003no"),
      ] {
        let (text, undo) = try #require(try statement(lab, verb, mailbox))
        #expect(try Set(value(lab, column)) == start)
        try lab.sql(text)
        #expect(try Set(value(lab, column)) == start.subtracting([old]).union([new]), "\(text)")
        try lab.sql(undo)
        #expect(try Set(value(lab, column)) == start, "\(undo)")
      }
      // Nothing to run where the messages would be lost.
      #expect(try statement(lab, "enable", "3003@sales") == nil)
    }

    @Test(arguments: Engine.allCases)
    func `columns with other names and kinds, and names with quotes, are written as they must be`(
      _ engine: Engine
    ) throws {
      let quote = engine == .postgres ? "\"" : "`"
      let name = "\(quote)delete\(quote)"
      let lab = try site(
        engine, columns: "\(name) integer",
        rows: ["('it''s', '3001', '8274', 'zoe@example.com', 'yes', 0)"])
      let done = try lab.vmscan("delete-after-email", "status", "--format", "json")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any],
        "\(done.errors)")
      let boxes = try #require(report["mailboxes"] as? [[String: Any]])
      let obstacles = try #require(boxes.first?["obstacles"] as? [[String: Any]])
      let given = try #require(obstacles.first?["statement"] as? [String: String])
      #expect(given["text"]?.contains("SET \(name) = 1 WHERE") ?? false, "\(given)")
      try lab.sql(given["text"] ?? "")
      #expect(try lab.sql("SELECT \(name) FROM voicemail").hasPrefix("1"))
      try lab.sql(given["undo"] ?? "")
      #expect(try lab.sql("SELECT \(name) FROM voicemail").hasPrefix("0"))
    }

    @Test(arguments: Engine.allCases)
    func `no statement is given that could mean another row`(_ engine: Engine) throws {
      let lab = try site(
        engine, columns: "deletevoicemail varchar(10)",
        rows: [
          "('default', 'anna', '8274', 'a@example.com', 'yes', 'no')",
          "('default', 'ANNA', '8274', 'b@example.com', 'yes', 'no')",
        ])
      #expect(try statement(lab, "enable", "anna@default") == nil)
    }
  }
}
