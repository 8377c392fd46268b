import Foundation
import Testing

extension DatabaseLabTests {
  /// Rows of PostgreSQL that are read by `COPY` over connections beside that of ODBC.
  ///
  /// A view stops whoever reads a certain mailbox through it until a script lets go: those of ODBC by
  /// one lock, the others by another.
  @Suite struct DatabaseCopyTests {
    /// So many mailboxes that they are read in more than eight pages.
    private static let boxes = 2700
    private static let odbc = 7
    private static let copies = 8

    /// A site of as many mailboxes, with one message in each, that is read through the view.
    private func filled() throws -> DatabaseLab {
      let lab = try DatabaseLab(.postgres)
      try lab.sql(
        """
        INSERT INTO voicemessages SELECT '\(DatabaseLab.spool)/default/' || n || '/INBOX', 0, 'x', '',
          'caller', 1795000000, 7, 'x', '', NULL, n, 'default', 'id-' || n
          FROM generate_series(1001, \(1000 + Self.boxes)) n;
        CREATE FUNCTION gate() RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE lock int := CASE current_setting('application_name') WHEN 'vmscan' THEN \(Self.copies)
          ELSE \(Self.odbc) END;
        BEGIN
          PERFORM pg_advisory_lock_shared(lock);
          RETURN pg_advisory_unlock_shared(lock);
        END $$;
        CREATE VIEW gated AS SELECT * FROM voicemessages
          WHERE dir <> '\(DatabaseLab.spool)/default/2000/INBOX' OR (SELECT gate());
        GRANT SELECT ON gated TO asterisk;
        """)
      try lab.configure(table: "gated")
      return lab
    }

    private func clean(_ lab: DatabaseLab) {
      _ = try? lab.sql("DROP VIEW IF EXISTS gated; DROP FUNCTION IF EXISTS gate()")
    }

    /// Runs the program, and beside it a script that holds the locks until somebody waits for them.
    private func list(
      _ lab: DatabaseLab, holding locks: [Int], while steps: [String],
      environment: [String: String] = [:]
    ) throws -> Finished {
      let sign = lab.etc + "/held"
      let hold = locks.map { "SELECT pg_advisory_lock(\($0));" }.joined()
      let script = "\(hold)\n\\! touch '\(sign)'\n\(steps.joined(separator: "\n"))"
      let outcome = Outcome()
      let other = Thread { outcome.set(Result { try lab.sql(script) }) }
      other.start()
      while !FileManager.default.fileExists(atPath: sign), !other.isFinished { usleep(5_000) }
      let done = try lab.vmscan("messages", "--format", "ndjson", environment: environment)
      while !other.isFinished { usleep(5_000) }
      _ = try #require(outcome.value).get()
      return done
    }

    private final class Outcome: @unchecked Sendable {
      private let lock = NSLock()
      private var result: Result<String, any Error>?
      var value: Result<String, any Error>? { lock.withLock { result } }
      func set(_ result: Result<String, any Error>) { lock.withLock { self.result = result } }
    }

    /// Goes on when somebody waits for the lock, and fails when nobody comes.
    private func wait(for lock: Int) -> String {
      """
      DO $$ BEGIN
        WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = \(lock)
          AND NOT granted) LOOP
          IF clock_timestamp() > now() + interval '60 s' THEN RAISE 'nobody reads'; END IF;
          PERFORM pg_sleep(0.005);
        END LOOP;
      END $$;
      """
    }

    private func release(_ lock: Int) -> String { "SELECT pg_advisory_unlock(\(lock));" }

    private func kill(_ condition: String) -> String {
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE \(condition);"
    }

    private func rows(_ done: Finished) throws -> [[String: Any]] {
      try done.output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }

    @Test
    func `every connection shows the moment of the first`() throws {
      let lab = try filled()
      defer { clean(lab) }
      let done = try list(
        lab, holding: [Self.odbc, Self.copies],
        while: [
          wait(for: Self.odbc), "UPDATE voicemessages SET duration = 99;", release(Self.odbc),
          wait(for: Self.copies), release(Self.copies),
        ])
      #expect(done.status == 0, "\(done.errors)")
      let rows = try rows(done)
      #expect(rows.count == Self.boxes)
      #expect(rows.allSatisfy { $0["duration"] as? Int == 7 })
    }

    @Test
    func `what a copy connection no longer gives comes over ODBC`() throws {
      let lab = try filled()
      defer { clean(lab) }
      let done = try list(
        lab, holding: [Self.copies],
        while: [
          wait(for: Self.copies),
          kill("application_name = 'vmscan'"),
          release(Self.copies),
        ])
      #expect(done.status == 0, "\(done.errors)")
      #expect(try rows(done).count == Self.boxes)
    }

    @Test
    func `connections that are all lost in the middle leave a list that says so`() throws {
      let lab = try filled()
      defer { clean(lab) }
      let done = try list(
        lab, holding: [Self.copies],
        while: [
          wait(for: Self.copies),
          kill("usename = 'asterisk'"),
          release(Self.copies),
        ])
      #expect(done.status == 3, "\(done.errors)")
      #expect(done.errors.contains("the connection was lost"), "\(done.errors)")
      #expect(try rows(done).count < Self.boxes)
    }

    @Test
    func `rows that only the ODBC connection may see are all there`() throws {
      let lab = try filled()
      defer { clean(lab) }
      try lab.configure()
      try lab.sql(
        """
        ALTER TABLE voicemessages ENABLE ROW LEVEL SECURITY;
        CREATE POLICY odbc ON voicemessages USING (current_setting('application_name') <> 'vmscan');
        """)
      let done = try lab.vmscan("messages", "--format", "ndjson")
      #expect(done.status == 0, "\(done.errors)")
      #expect(try rows(done).count == Self.boxes)
    }

    /// The environment with a data source that has one more line.
    private func source(_ name: String, with line: String, of lab: DatabaseLab) throws
      -> [String: String]
    {
      let sources = lab.etc + "/odbc.ini"
      try """
      [\(name)]
      Driver = PostgreSQL Unicode
      Servername = \(DatabaseLab.directory)/postgres
      Port = 5432
      Database = asterisk
      \(line)
      """.write(toFile: sources, atomically: true, encoding: .utf8)
      return ["ODBCINI": sources]
    }

    @Test
    func `a password that only odbc.ini has leads there, too`() throws {
      let lab = try filled()
      defer { clean(lab) }
      try lab.configure(source: "secret", password: "", table: "gated")
      let done = try list(
        lab, holding: [Self.copies], while: [wait(for: Self.copies), release(Self.copies)],
        environment: source("secret", with: "Password = \(DatabaseLab.password)", of: lab))
      #expect(done.status == 0, "\(done.errors)")
      #expect(try rows(done).count == Self.boxes)
      #expect(!(done.output + done.errors).contains(try DatabaseLab.password))
    }

    @Test
    func `hostile values are the same by either way`() throws {
      let lab = try filled()
      defer { clean(lab) }
      let path = "\(DatabaseLab.spool)/default"
      try lab.sql(
        #"""
        INSERT INTO voicemessages (dir, msgnum, callerid, origtime, duration, flag, msg_id, context)
        VALUES ('\#(path)/o''brien/INBOX', 0, E'a\tb\nc\\d\r\x1f', 1795000001, 7, 'Urgent', E'\\N', 'x'),
          (E'\#(path)/back\\slash/INBOX', 0, E'\\', 1795000002, NULL, NULL, NULL, NULL),
          (E'\#(path)/back\\''/Old', 0, E'\\.', NULL, 0, '', E'\t', ''),
          (E'\#(path)/t\tb/INBOX', 0, 'Zoë', 0, -5, 'x', E'\b\f\v', 'x'),
          ('\#(path)/3000/INBOX', 1, '', 1795000003, 7, '', '', 'x');
        UPDATE voicemessages SET recording = NULL WHERE dir LIKE '%/1500/%';
        UPDATE voicemessages SET recording = '' WHERE dir LIKE '%/1501/%';
        """#)
      try lab.configure()
      let copied = try lab.vmscan("messages", "--format", "ndjson")
      try lab.configure(source: "plain")
      // A data source in which a statement comes first is read over ODBC alone.
      let plain = try lab.vmscan(
        "messages", "--format", "ndjson",
        environment: source("plain", with: "ConnSettings = SET application_name = x", of: lab))
      #expect(copied.output == plain.output)
      #expect(copied.status == plain.status)
      #expect(try rows(copied).count == Self.boxes + 5)
    }
  }
}
