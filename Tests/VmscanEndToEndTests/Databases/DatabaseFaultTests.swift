import Foundation
import Testing

extension DatabaseLabTests {
  /// What can go wrong between the program and a database that Asterisk uses.
  @Suite struct DatabaseFaultTests {
    private func report(_ lab: DatabaseLab, status: Int32) throws -> [String: Any] {
      let done = try lab.vmscan("scan", "--format", "json")
      #expect(done.status == status, "\(done.errors)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
    }

    struct Fault: CustomTestStringConvertible, Sendable {
      var name: String
      var says: String
      /// MariaDB does not say what its user may not know.
      var saysMariaDB: String?
      var make: @Sendable (DatabaseLab) throws -> [String: String]

      var testDescription: String { name }
    }

    static let faults = [
      Fault(name: "a wrong data source", says: "odbc.ini has no data source 'nowhere'") {
        try $0.configure(source: "nowhere")
        return [:]
      },
      Fault(name: "a missing driver", says: "the ODBC driver of 'lab-driverless' cannot be loaded")
      {
        try $0.configure(source: "lab-driverless")
        return [:]
      },
      Fault(name: "a data source that smuggles a driver", says: "is not the name of a data source")
      {
        try $0.configure(source: "x\\;Driver=/tmp/evil.so")
        return [:]
      },
      Fault(name: "a wrong password", says: "the database refuses the user") {
        try $0.configure(password: "wrong")
        return [:]
      },
      Fault(
        name: "no such table", says: "there is no such table",
        saysMariaDB: "the database user may not read it"
      ) {
        try $0.configure(table: "voicemail_messages")
        return [:]
      },
      Fault(name: "a name that is no table's", says: "is not the name of a table") {
        try $0.configure(table: "voicemessages WHERE 1=1\\; --")
        return [:]
      },
      Fault(name: "a table of another kind", says: "has no column 'dir'") {
        try $0.configure(table: "voicemail")
        return [:]
      },
      Fault(
        name: "a table that is not there", says: "there is no such table",
        saysMariaDB: "the database user may not read it"
      ) {
        try $0.configure(table: "voicemessages_of_before")
        return [:]
      },
      Fault(name: "no right to read", says: "the database user may not read it") {
        try $0.sql("REVOKE SELECT ON voicemessages FROM \($0.user)")
        return [:]
      },
      Fault(name: "no unixODBC", says: "unixODBC is not installed") { _ in
        let broken = DatabaseLab.directory + "/broken"
        try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: broken + "/libodbc.so.2"))
        return ["LD_LIBRARY_PATH": broken]
      },
      Fault(name: "a server that is down", says: "the database cannot be reached") {
        try $0.stop()
        return [:]
      },
    ]

    @Test(arguments: Engine.allCases, faults)
    func `each fault has a sentence with a remedy, and no number is zero for it`(
      _ engine: Engine, _ fault: Fault
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(lab.leave("default/1001/INBOX", 0))
      let environment = try fault.make(lab)
      defer { if fault.name.contains("down") { try? lab.start() } }
      let listed = try lab.vmscan("messages", environment: environment)
      #expect(listed.status == 3)
      #expect(
        listed.errors.contains(engine == .mariadb ? fault.saysMariaDB ?? fault.says : fault.says),
        "\(listed.errors)")
      let scan = try lab.vmscan("scan", "--format", "json", environment: environment)
      #expect(scan.status == 3)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(scan.output.utf8)) as? [String: Any])
      let boxes = try #require(report["mailboxes"] as? [[String: Any]])
      #expect(boxes.contains { $0["mailbox"] as? String == "1001" })
      #expect(boxes.allSatisfy { $0["partial"] as? Bool == true })
      #expect(!(scan.output + scan.errors + listed.errors).contains(try DatabaseLab.password))
    }

    @Test(arguments: Engine.allCases)
    func `a table that is locked as a whole is waited for a moment, and nothing is zero`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(lab.leave("default/1001/INBOX", 0))
      let sign = lab.etc + "/locked"
      let hold =
        engine == .postgres
        ? "BEGIN; LOCK TABLE voicemessages IN ACCESS EXCLUSIVE MODE;"
        : "LOCK TABLES voicemessages WRITE;"
      let wait = engine == .postgres ? "SELECT pg_sleep(14);" : "SELECT sleep(14);"
      let holder = Thread { _ = try? lab.sql("\(hold)\n\\! touch \(sign)\n\(wait)") }
      holder.start()
      for _ in 0..<100 where !FileManager.default.fileExists(atPath: sign) { usleep(50_000) }
      try #require(FileManager.default.fileExists(atPath: sign))
      let listed = try lab.vmscan("messages")
      #expect(listed.status == 3)
      #expect(listed.errors.contains("the table is locked"), "\(listed.errors)")
      #expect(listed.errors.contains("run it again when the server is less busy"))
    }

    /// A byte that means nothing in the encoding that the database says it has.
    @Test
    func `text that cannot be converted is named, and nothing is counted as zero`() throws {
      let lab = try DatabaseLab(.postgres)
      let database = "legacy_\(UUID().uuidString.prefix(8).lowercased())"
      try lab.sql(
        """
        CREATE DATABASE \(database) ENCODING WIN1252 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
        \\c \(database)
        SET client_encoding = WIN1252;
        CREATE TABLE voicemessages (dir varchar(255), msgnum integer, callerid varchar(80),
          origtime integer, duration integer, recording bytea);
        INSERT INTO voicemessages VALUES
          ('\(DatabaseLab.spool)/default/1001/INBOX', 0, E'\\x81', 1795000000, 7, 'x');
        GRANT SELECT ON voicemessages TO \(lab.user);
        """)
      defer { _ = try? lab.sql("DROP DATABASE \(database) WITH (FORCE)") }
      let sources = lab.etc + "/odbc.ini"
      try """
      [legacy]
      Driver = PostgreSQL Unicode
      Servername = \(DatabaseLab.directory)/postgres
      Port = 5432
      Database = \(database)
      """.write(toFile: sources, atomically: true, encoding: .utf8)
      try lab.configure(source: "legacy")
      let listed = try lab.vmscan("messages", environment: ["ODBCINI": sources])
      #expect(listed.status == 3, "\(listed.output)")
      #expect(listed.errors.contains("the database cannot convert its text"), "\(listed.errors)")
    }

    /// PostgreSQL's are cut at a chosen row, in `DatabaseCopyTests`.
    @Test
    func `a connection that is lost leaves nothing counted as zero`() throws {
      let lab = try DatabaseLab(.mariadb)
      try lab.sql(
        """
        INSERT INTO voicemessages (dir, msgnum, context, callerid, origtime, duration)
        SELECT concat('\(DatabaseLab.spool)/default/', a.seq, '/INBOX'), b.seq, 'x', 'y',
          1790000000 + b.seq, 3 FROM seq_1001_to_1800 a, seq_0_to_49 b
        """)
      let kill =
        "SELECT concat('KILL ', id, ';') FROM information_schema.processlist WHERE user = 'asterisk'"
      let stop = lab.etc + "/stop"
      let killer = Thread {
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: stop) {
          guard let found = try? lab.sql(kill), !found.isEmpty else { continue }
          _ = try? lab.sql(found)
        }
      }
      killer.start()
      // None of its kills may hit the test that follows.
      defer {
        _ = FileManager.default.createFile(atPath: stop, contents: nil)
        while !killer.isFinished { usleep(10_000) }
      }
      let report = try report(lab, status: 3)
      let boxes = try #require(report["mailboxes"] as? [[String: Any]])
      #expect(boxes.first { $0["mailbox"] as? String == "1002" } != nil)
      for box in boxes where box["partial"] as? Bool == false {
        let folders = try #require(box["folders"] as? [String: [String: Any]])
        #expect(folders["INBOX"]?["messages"] as? Int == 50)
      }
      let coverage = try #require(report["coverage"] as? [String: Any])
      #expect("\(coverage)".contains("the connection was lost"), "\(coverage)")
    }

    @Test(arguments: Engine.allCases)
    func `doctor reads the table and says whether its rows can be purged`(_ engine: Engine) throws {
      let lab = try DatabaseLab(engine)
      try lab.sql(lab.leave("default/1001/INBOX", 0))
      let sound = try lab.vmscan("doctor")
      #expect(sound.output.contains("1 row of messages of this spool"), "\(sound.output)")
      #expect(sound.output.contains("no other host was seen"))
      try lab.sql(lab.leave("default/1001/INBOX", 0, root: "/srv/pbx2/voicemail"))
      let shared = try lab.vmscan("doctor")
      #expect(shared.output.contains("bear another host's path"), "\(shared.output)")
      try lab.configure(source: "nowhere")
      let broken = try lab.vmscan("doctor")
      #expect(broken.output.contains("odbc.ini has no data source 'nowhere'"), "\(broken.output)")
      #expect(broken.output.contains("odbcinst -q -s"))
    }
  }
}
