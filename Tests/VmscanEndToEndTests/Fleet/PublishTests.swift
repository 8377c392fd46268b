import Foundation
import Glibc
import Testing

extension DatabaseLabTests {
  /// Publishing to a real PostgreSQL.
  @Suite struct PublishTests {
    /// Views with the columns by which a row of them is distinguished from all others.
    private static let compared = [
      "v_run":
        "run, previous, time, version, complete, latest, mailboxes, messages, bytes, oldest, "
        + "retained_messages, critical, high, medium, low, accepted, solved",
      "v_mailbox":
        "context, mailbox, from_run, until_run, current, configured, directory, new, old",
      "v_recipient": "context, mailbox, position, class, channel, audio, first_seen, from_run, "
        + "until_run, until_time, current",
      "v_folder": "context, mailbox, folder, from_run, until_run, current, messages, bytes",
      "v_finding": "fingerprint, rule, severity, status, subject, template, first_seen, opened, "
        + "solved, from_run, until_run, current",
      "v_gap": "kind, path, line, context, mailbox, hides_data, from_run, until_run, current",
      "v_exposure_by_run": "run, time, class, mailboxes, addresses, messages",
      "v_retained_by_run": "run, time, grade, emailed, messages",
      "v_recipient_history": "context, mailbox, class, channel, first_seen, last_seen, current",
      "v_site": "host, spool, configuration, runs, latest_run, latest_time",
    ]

    /// The fleet's views hold what the local ones hold, but for what is masked.
    private func expectSame(_ host: FleetHost, _ comment: Comment = "") throws {
      for (view, columns) in Self.compared.sorted(by: { $0.key < $1.key }) {
        let query = "SELECT \(columns) FROM \(view) WHERE site = '\(host.site)'"
        let local = try host.local(query).split(separator: "\n").sorted()
        let fleet = try host.lab.sql("SET search_path = vmscan; \(query)").split(separator: "\n")
          .sorted()
        #expect(fleet == local, "\(view) \(comment)")
      }
    }

    /// Everything that can change from night to night has changed.
    private func eventful(_ host: FleetHost) throws {
      try host.nights(2)
      try host.configure(
        "1001 => 1234,Alice Example,alice@gmail.com,,attach=yes\n"
          + "1002 => 1002,Bob Example,bob@gmail.com,,attach=yes\n")
      try host.nights(2, from: 3)
      try host.configure("1002 => 481516,Bob Example,bob@example.com\n")
      try host.nights(2, from: 5)
    }

    @Test
    func `the fleet has the same views, columns and rows as the local history`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try eventful(host)
      let done = try host.publish()
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("6 runs published up to run 6"))
      try expectSame(host)
      let views = try host.local("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
      for view in views.split(separator: "\n") {
        let local = try host.local("SELECT name FROM pragma_table_info('\(view)')")
        let fleet = try lab.sql(
          """
          SELECT column_name FROM information_schema.columns
          WHERE table_schema = 'vmscan' AND table_name = '\(view)' ORDER BY ordinal_position
          """)
        let isHosts = ["v_hold", "v_acceptance"].contains(view)
        #expect(fleet == (isHosts ? local + "\nhost" : local), "\(view)")
      }
    }

    @Test
    func `what was published is not sent again, and each night adds itself`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(2)
      #expect(try host.publish().output.contains("2 runs published"))
      let again = try host.publish()
      #expect(again.status == 0)
      #expect(again.output.contains("nothing new, run 2 is published"))
      try host.nights(1, from: 3)
      #expect(try host.publish().output.contains("1 run published up to run 3"))
      try expectSame(host)
    }

    @Test
    func `two hosts at once, and one host twice at once, publish everything once`() throws {
      let lab = try FleetLab()
      let hosts = [try FleetHost("pbx1", in: lab), try FleetHost("pbx2", in: lab)]
      for host in hosts { try eventful(host) }
      let running = try (hosts + hosts).map { host in
        try Background(
          "PGPASSWORD=\(FleetLab.passwords[host.name]!) VMSCAN_HOST=\(host.name) "
            + "'\(Program.vmscan)' publish --to '\(lab.url(host.name))' --config /dev/null "
            + "--db '\(host.history)' && echo FINE")
      }
      let deadline = Date(timeIntervalSinceNow: 120)
      while running.contains(where: \.isRunning), Date() < deadline { usleep(50_000) }
      for one in running { #expect(one.output.contains("FINE"), "\(one.output)") }
      for host in hosts { try expectSame(host) }
      #expect(
        try lab.sql("SELECT count(*), count(DISTINCT (site, run)) FROM vmscan.run") == "12|12")
    }

    @Test
    func `a publisher adds its own rows and can do nothing else`() throws {
      let lab = try FleetLab()
      let (first, second) = (try FleetHost("pbx1", in: lab), try FleetHost("pbx2", in: lab))
      try first.nights(2)
      try second.nights(1)
      #expect(try first.publish().status == 0)
      let strange = try second.publish(as: "pbx1")
      #expect(strange.status == 6)
      #expect(strange.errors.contains("may not publish a site of this name"), "\(strange.errors)")
      #expect(strange.errors.contains("the role must have the name of the host"))
      #expect(try lab.sql("SELECT count(*) FROM vmscan.run WHERE host = 'pbx2'") == "0")
      #expect(try second.publish().status == 0)
      for statement in [
        "DELETE FROM vmscan.run", "UPDATE vmscan.run SET critical = 0",
        "UPDATE vmscan.finding SET message = ''", "TRUNCATE vmscan.run",
        "INSERT INTO vmscan.run (site, run, received) VALUES ('pbx1:x', 9, 0)",
        "SELECT * FROM vmscan.v_run", "SELECT vmscan.forget_site('pbx1')",
        "CREATE TABLE vmscan.mine (x int)",
      ] {
        let done = try lab.publisher("pbx1", statement)
        #expect(done.status != 0, "\(statement)")
        #expect(done.errors.contains("permission denied"), "\(statement): \(done.errors)")
      }
      let seen = try lab.publisher("pbx1", "SELECT DISTINCT host FROM vmscan.run")
      #expect(seen.output == "pbx1\n")
      // What has ended stays as it is, and what is of another cannot be ended.
      let ended = try lab.publisher(
        "pbx1",
        "WITH u AS (UPDATE vmscan.mailbox SET until_run = 99 WHERE until_run IS NOT NULL RETURNING 1)"
          + " SELECT count(*) FROM u")
      #expect(ended.output == "0\n", "\(ended.errors)")
      let others = try lab.publisher(
        "pbx2",
        "WITH u AS (UPDATE vmscan.mailbox SET until_run = 99 WHERE site LIKE 'pbx1%' RETURNING 1)"
          + " SELECT count(*) FROM u")
      #expect(others.output == "0\n", "\(others.errors)")
      let reader = try lab.publisher("officer", "DELETE FROM vmscan.run")
      #expect(reader.errors.contains("permission denied"))
      #expect(try lab.publisher("officer", "SELECT count(*) FROM vmscan.v_run").output == "3\n")
    }

    @Test
    func `nothing of persons leaves but what the reader may see, and never a PIN or a caller`()
      throws
    {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try eventful(host)
      #expect(try host.publish().status == 0)
      let dump = try lab.dump()
      for secret in ["481516", "5550123", "Alice", "Bob ", "alice@", "bob@", "Zoe"] {
        #expect(!dump.contains(secret), "\(secret)")
      }
      #expect(dump.contains("***@gmail.com"))
      let other = try FleetHost("pbx2", in: lab)
      try eventful(other)
      #expect(try other.publish(as: nil, "--reader", "admin").status == 0)
      let whole = try lab.dump()
      #expect(whole.contains("Alice Example") && whole.contains("alice@gmail.com"))
      for secret in ["481516", "5550123", "Zoe"] { #expect(!whole.contains(secret), "\(secret)") }
    }

    @Test
    func `killed at any point, a publish goes on where it stopped and nothing is half there`()
      throws
    {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try eventful(host)
      try host.nights(12, from: 7)
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<12 {
        let delay = Double(Int.random(in: 5...400, using: &generator)) / 1000
        _ = try Program.run(
          "/usr/bin/timeout",
          [
            "-s", "KILL", "\(delay)", Program.vmscan, "publish", "--to", lab.url("pbx1"),
            "--config",
            "/dev/null", "--db", host.history,
          ], environment: ["PGPASSWORD": "first", "VMSCAN_HOST": "pbx1"])
        // Of each run the fleet has, every part is there.
        let runs = try lab.sql("SELECT count(DISTINCT run) FROM vmscan.run")
        let parts = try lab.sql("SELECT count(DISTINCT run) FROM vmscan.retained_by_run")
        #expect(runs == parts)
      }
      #expect(try host.publish().status == 0)
      try expectSame(host)
    }

    @Test
    func `a connection cut in the middle of a run is told, and the run is not there`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(1)
      try lab.sql(
        """
        CREATE FUNCTION vmscan.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END $$;
        CREATE TRIGGER cut AFTER INSERT ON vmscan.folder FOR EACH STATEMENT EXECUTE FUNCTION vmscan.cut();
        """)
      let cut = try host.publish()
      #expect(cut.status == 3, "\(cut.errors)")
      #expect(cut.errors.contains("the connection to the fleet's database was lost"))
      #expect(cut.errors.contains("nothing is half published"))
      for table in ["run", "mailbox", "folder", "retained_by_run"] {
        #expect(try lab.sql("SELECT count(*) FROM vmscan.\(table)") == "0", "\(table)")
      }
      try lab.sql("DROP TRIGGER cut ON vmscan.folder")
      #expect(try host.publish().status == 0)
      try expectSame(host)
    }

    @Test
    func `a host that was off for a month and has pruned meanwhile catches up`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(3)
      #expect(try host.publish().status == 0)
      try host.configure("1002 => 1002,Bob Example,bob@gmail.com,,attach=yes\n")
      try host.nights(6, from: 4)
      let pruned = try Program.run(
        Program.vmscan,
        [
          "history", "prune", "--keep", "2", "--db", host.history, "--config", "/dev/null",
        ])
      #expect(pruned.status == 0, "\(pruned.errors)")
      let done = try host.publish()
      #expect(done.status == 0, "\(done.errors)")
      let latest =
        "SELECT context, mailbox, from_run, new FROM v_mailbox WHERE current = 1 ORDER BY 1, 2"
      #expect(try lab.sql("SET search_path = vmscan; \(latest)") == host.local(latest))
      let open =
        "SELECT fingerprint, status FROM v_finding WHERE current = 1 ORDER BY fingerprint, from_run"
      #expect(try lab.sql("SET search_path = vmscan; \(open)") == host.local(open))
      #expect(
        try lab.sql("SELECT string_agg(run::text, ',' ORDER BY run) FROM vmscan.run")
          == "1,2,3,8,9")
    }

    @Test
    func `names of any bytes survive`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      let made = try Program.run(
        "/bin/bash",
        [
          "-c",
          """
          cd "$0" && for name in $'a\\xffb' $'tab\\there' $'line\\nfeed' 'back\\slash' '\\N' '\\.' \
            "quote'" $'\\xc3\\x28' '$$' ; do
            mkdir -p "default/$name/INBOX" && cp default/1001/INBOX/msg0000.* "default/$name/INBOX/"
          done
          """, host.spool,
        ])
      try #require(made.status == 0, "\(made.errors)")
      try host.nights(2)
      let done = try host.publish()
      #expect(done.status == 0, "\(done.errors)")
      let fleet = try lab.sql(
        "SELECT count(*), count(DISTINCT mailbox) FROM vmscan.v_mailbox WHERE current = 1")
      #expect(fleet == "10|10")
      #expect(try lab.sql(#"SELECT 1 FROM vmscan.v_mailbox WHERE mailbox = E'a\\xFFb'"#) != "")
      #expect(try lab.sql(#"SELECT 1 FROM vmscan.v_mailbox WHERE mailbox = E'\\N'"#) != "")
    }

    @Test
    func `another history under the same name is refused, until the owner takes the old one out`()
      throws
    {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(2)
      try host.hold()
      #expect(try host.publish().status == 0)
      #expect(try lab.sql("SELECT count(*) FROM vmscan.hold") == "1")
      try FileManager.default.removeItem(atPath: host.history)
      usleep(1_100_000)
      try host.nights(3)
      try host.hold()
      let refused = try host.publish()
      #expect(refused.status == 6)
      #expect(refused.errors.contains("another history was published under this site's name"))
      try lab.sql("SELECT vmscan.forget_site('\(host.site)')")
      for table in ["action", "hold", "acceptance", "mailbox", "run"] {
        #expect(try lab.sql("SELECT count(*) FROM vmscan.\(table)") == "0", "\(table)")
      }
      #expect(try host.publish().status == 0)
      try expectSame(host)
    }
  }
}

extension FleetLab {
  /// A statement of a role, as by its own `psql`.
  func publisher(_ role: String, _ statement: String) throws -> Finished {
    try Program.run(
      "/usr/bin/psql", ["-qAtX", "-v", "ON_ERROR_STOP=1", url(role), "-c", statement],
      environment: ["PGPASSWORD": Self.passwords[role] ?? ""])
  }

  /// All rows of the database.
  func dump() throws -> String {
    let done = try Program.run(
      "/bin/bash", ["-c", "pg_dump --data-only -h '\(Self.socket)' -U postgres \(database)"])
    try #require(done.status == 0, "\(done.errors)")
    return done.output
  }
}
