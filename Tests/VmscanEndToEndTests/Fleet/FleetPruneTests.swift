import Foundation
import Testing

extension DatabaseLabTests {
  /// What the owner of the fleet's database does to nights that are long past.
  @Suite struct FleetPruneTests {
    private let current =
      "SELECT context, mailbox, from_run, new FROM v_mailbox WHERE current = 1 ORDER BY 1, 2"
    private let open =
      "SELECT fingerprint, status, from_run FROM v_finding WHERE current = 1 ORDER BY 1, 3"

    /// As if the runs up to one had arrived so many days earlier.
    private func age(_ lab: FleetLab, upTo run: Int, days: Int, host: String) throws {
      try lab.sql(
        "UPDATE vmscan.run SET received = received - \(days) * 86400 "
          + "WHERE run <= \(run) AND host = '\(host)'")
    }

    @Test
    func `old nights go, what holds stays as it was, and the host publishes on`() throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(2)
      try host.configure("1002 => 1002,Bob Example,bob@gmail.com,,attach=yes\n")
      try host.nights(4, from: 3)
      #expect(try host.publish().status == 0)
      try age(lab, upTo: 4, days: 100, host: "pbx1")
      #expect(try lab.sql("SELECT vmscan.prune(101)") == "0")
      #expect(try lab.sql("SELECT count(*) FROM vmscan.run") == "6")
      let ended = try lab.sql("SELECT count(*) FROM vmscan.mailbox WHERE until_run <= 5")
      #expect(ended != "0")
      #expect(try lab.sql("SELECT vmscan.prune(90)") == "4")
      #expect(
        try lab.sql("SELECT string_agg(run::text, ',' ORDER BY run) FROM vmscan.run") == "5,6")
      for table in ["retained_by_run", "exposure_by_run"] {
        #expect(
          try lab.sql("SELECT count(*) FROM vmscan.\(table) WHERE run < 5") == "0", "\(table)")
      }
      for table in ["mailbox", "folder", "recipient", "finding"] {
        #expect(
          try lab.sql("SELECT count(*) FROM vmscan.\(table) WHERE until_run <= 5") == "0",
          "\(table)")
      }
      for query in [current, open] {
        #expect(try lab.sql("SET search_path = vmscan; \(query)") == host.local(query))
      }
      try host.nights(1, from: 7)
      #expect(try host.publish().output.contains("1 run published up to run 7"))
      for query in [current, open] {
        #expect(try lab.sql("SET search_path = vmscan; \(query)") == host.local(query))
      }
      #expect(try lab.fleet("report").status == 0)
    }

    @Test
    func `the latest run of a silent site stays, and no other site is touched`() throws {
      let lab = try FleetLab()
      let (first, second) = (try FleetHost("pbx1", in: lab), try FleetHost("pbx2", in: lab))
      for host in [first, second] {
        try host.nights(3)
        #expect(try host.publish().status == 0)
      }
      try age(lab, upTo: 3, days: 1000, host: "pbx1")
      #expect(try lab.sql("SELECT vmscan.prune(730)") == "2")
      let left = try lab.sql(
        "SELECT host, count(*), max(run) FROM vmscan.run GROUP BY 1 ORDER BY 1")
      #expect(left == "pbx1|1|3\npbx2|3|3")
      #expect(try lab.sql("SET search_path = vmscan; \(current)").contains("1001"))
      // Another day's zero would take everything but the latest runs.
      #expect(try lab.sql("SELECT vmscan.prune(0)") == "0")
    }

    @Test(arguments: ["pbx1", "officer"])
    func `neither a publisher nor a reader prunes`(_ role: String) throws {
      let lab = try FleetLab()
      let host = try FleetHost("pbx1", in: lab)
      try host.nights(2)
      #expect(try host.publish().status == 0)
      let done = try lab.publisher(role, "SELECT vmscan.prune(1)")
      #expect(done.errors.contains("permission denied"), "\(done.errors)")
      #expect(try lab.sql("SELECT count(*) FROM vmscan.run") == "2")
    }
  }
}
