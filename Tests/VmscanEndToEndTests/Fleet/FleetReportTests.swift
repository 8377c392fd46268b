import Foundation
import Testing

extension DatabaseLabTests {
  /// Many sites in one report, and what goes wrong on the way to it.
  @Suite struct FleetReportTests {
    /// Two sites, of which the second sends recordings to the account that the first one does.
    private func published() throws -> (FleetLab, FleetHost, FleetHost) {
      let lab = try FleetLab()
      let (first, second) = (try FleetHost("pbx1", in: lab), try FleetHost("pbx2", in: lab))
      try first.configure("1001 => 481516,Alice Example,same@gmail.com,,attach=yes\n")
      try second.configure(
        "1001 => 481516,Bob Example,Same@gmail.com,,attach=yes\n1002 => 1002,C,c@example.com\n")
      for host in [first, second] {
        try host.nights(2)
        let done = try host.publish()
        try #require(done.status == 0, "\(done.errors)")
      }
      return (lab, first, second)
    }

    private struct Report: Decodable {
      struct Site: Decodable {
        struct Run: Decodable { var id: Int }
        struct Totals: Decodable { var mailboxes: Int }
        var site: String
        var host: String
        var lastRun: Run
        var totals: Totals
        var findings: [String: Int]
      }
      struct Shared: Decodable {
        var address: String
        var sites: Int
      }
      var schema: Int
      var sites: [Site]
      var totals: Site.Totals
      var silent: [String]
      var shared: [Shared]
    }

    @Test
    func `every form shows both sites and the account they share, and no local part`() throws {
      let (lab, first, second) = try published()
      let json = try lab.fleet("report", "--format", "json")
      #expect(json.status == 0, "\(json.errors)")
      let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
      #expect(Set(report.sites.map(\.site)) == [first.site, second.site])
      #expect(report.sites.first?.site == second.site, "the weak PIN makes it the worse one")
      #expect(report.sites.map(\.lastRun.id) == [2, 2])
      #expect(report.totals.mailboxes == 3)
      #expect(report.silent.isEmpty)
      #expect(report.shared.map(\.sites) == [2])
      #expect(report.shared.first?.address.lowercased() == "***@gmail.com")
      let forms = ["text", "csv", "html", "prometheus"]
      for form in forms {
        let done = try lab.fleet("report", "--format", form)
        #expect(done.status == 0, "\(form): \(done.errors)")
        #expect(done.output.contains("pbx1:") && done.output.contains("pbx2:"), "\(form)")
        #expect(!done.output.lowercased().contains("same@"), "\(form)")
      }
      let page = try lab.fleet("report", "--format", "html").output
      #expect(page.contains("One private account, mailboxes of several sites"))
      #expect(page.contains("***@gmail.com") || page.contains("***@Gmail.com"))
      #expect(try lab.fleet("report", "--fail-on", "critical").status <= 1)
      #expect(try lab.fleet("sites", "--format", "csv").output.contains(first.site))
      let runs = try lab.fleet("runs", "--format", "json", "--now", "2027-02-01")
      #expect(runs.output.components(separatedBy: "\"run\"").count == 5, "\(runs.output)")
    }

    @Test
    func `a silent site is critical, keeps its figures, and is named`() throws {
      let (lab, first, _) = try published()
      let good = try lab.fleet("check")
      #expect(!good.output.contains("silent for"), "\(good.output)")
      try lab.sql(
        "UPDATE vmscan.run SET received = received - 200000, sent = sent - 200000, "
          + "finished = finished - 200000 WHERE host = 'pbx1'")
      let check = try lab.fleet("check")
      #expect(check.status == 2)
      #expect(check.output.hasPrefix("VMSCAN CRITICAL - 1 site silent for 30h: \(first.site)"))
      #expect(try lab.fleet("check", "--silent-after", "8d").output.contains("silent for") == false)
      let json = try lab.fleet("report", "--format", "json").output
      let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
      #expect(report.silent == [first.site])
      #expect(report.totals.mailboxes == 3, "the figures of the silent site still count")
    }

    @Test
    func `a clock that is wrong is told, and neither hides silence nor feigns it`() throws {
      let (lab, first, _) = try published()
      // As a host publishes whose clock is a day behind, in its runs and when it sends.
      try lab.sql(
        "UPDATE vmscan.run SET sent = sent - 200000, finished = finished - 200000 "
          + "WHERE host = 'pbx1'")
      let behind = try lab.fleet("check")
      #expect(behind.output.contains("1 site with a wrong clock: \(first.site)"))
      #expect(!behind.output.contains("silent for"))
      // And one whose clock is ahead, and which is silent.
      try lab.sql(
        "UPDATE vmscan.run SET sent = sent + 900000, finished = finished + 900000, "
          + "received = received - 200000 WHERE host = 'pbx1'")
      #expect(try lab.fleet("check").output.contains("1 site silent for 30h"))
    }

    @Test
    func `whatever fails has its own sentence, its remedy and its status, and hides the password`()
      throws
    {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(1)
      func attempt(_ url: String, _ password: String = "first") throws -> Finished {
        try Program.run(
          Program.vmscan, ["publish", "--to", url, "--db", host.history, "--config", "/dev/null"],
          environment: ["PGPASSWORD": password, "VMSCAN_HOST": "pbx1"])
      }
      let socket = FleetLab.socket
      let cases: [(url: String, password: String, status: Int32, words: String, remedy: String)] = [
        ("postgres://u:hushhush@/x?host=/nowhere", "", 3, "cannot reach", "psql URL"),
        ("postgres://u:hush%zzhush@h/x", "", 6, "cannot understand the address", "postgres://USER"),
        (
          "postgres://u:hushhush@h/x?bogus=1", "", 6, "cannot understand the address", "postgres://"
        ),
        (lab.url("pbx1"), "wrong", 6, "refuses the user", "pg_hba.conf"),
        (lab.url("pbx1"), "", 6, "asks for a password", ".pgpass"),
        ("postgres://postgres@/nodb?host=\(socket)", "", 6, "no such database", "CREATE DATABASE"),
        ("postgres://postgres@/postgres?host=\(socket)", "", 6, "not prepared", "--prepare"),
        (lab.url("stranger"), "none", 6, "may not do this", "vmscan_publisher"),
      ]
      for one in cases {
        let done = try attempt(one.url, one.password)
        #expect(done.status == one.status, "\(one.url): \(done.errors)")
        #expect(done.errors.contains(one.words), "\(done.errors)")
        #expect(done.errors.contains(one.remedy), "\(done.errors)")
        #expect(!(done.errors + done.output).contains("hush"), "\(done.errors)")
      }
      try lab.sql("INSERT INTO vmscan.release (version) VALUES (99)")
      for done in [try attempt(lab.url("pbx1")), try lab.publish(as: "postgres", "--prepare")] {
        #expect(done.status == 6)
        #expect(done.errors.contains("of a later release"))
      }
      #expect(try lab.fleet("report").status == 6)
      let check = try lab.fleet("check")
      #expect(check.status == 3 && check.output.hasPrefix("VMSCAN UNKNOWN - "), "\(check.output)")
      try lab.sql("DELETE FROM vmscan.release; INSERT INTO vmscan.release (version) VALUES (0)")
      let old = try attempt(lab.url("pbx1"))
      #expect(old.status == 6 && old.errors.contains("of an earlier release"))
      #expect(try lab.publish(as: "postgres", "--prepare").status == 0)
      try lab.sql("ALTER TABLE vmscan.finding DROP COLUMN places CASCADE")
      let narrow = try attempt(lab.url("pbx1"))
      #expect(narrow.status == 6 && narrow.errors.contains("finding has no column places"))
      #expect(try lab.publish(as: "postgres", "--prepare").status == 0)
      #expect(try attempt(lab.url("pbx1")).status == 0)
      #expect(try lab.sql("SELECT count(*) FROM vmscan.run") == "1")
      let none = try Program.run(
        Program.vmscan, ["publish", "--db", host.history, "--config", "/dev/null"])
      #expect(none.status == 2 && none.errors.contains("cannot tell which database"))
      #expect(try Program.vmscan("publish", "--nightly").status == 0)
    }

    @Test
    func `a server that is busy is told after a while, and nothing is published`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(1)
      try lab.sql(
        "CREATE FUNCTION vmscan.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
          + "RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'no space left'; END $$; "
          + "CREATE TRIGGER slow AFTER INSERT ON vmscan.folder FOR EACH STATEMENT "
          + "EXECUTE FUNCTION vmscan.slow()")
      let full = try host.publish()
      #expect(full.status == 3 && full.errors.contains("has no room left"), "\(full.errors)")
      #expect(try lab.sql("SELECT count(*) FROM vmscan.run") == "0")
    }
  }
}
