import Foundation
import Testing

/// Removed messages stay visible in every report while they wait in quarantine.
struct QuarantineReportTests {
  private let site: SpoolCopy

  init() throws { site = try SpoolCopy() }

  private func quarantined() throws -> [String: Any]? {
    let done = try site.vmscan("scan", "--format", "json")
    #expect(done.status == 0, "\(done.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any]
    return (report?["totals"] as? [String: Any])?["quarantined"] as? [String: Any]
  }

  @Test
  func `a purge shows in the next scan, a restore and an expiry end that`() throws {
    #expect(try quarantined()?["messages"] as? Int == 0)
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    let waiting = try #require(try quarantined())
    #expect(waiting["messages"] as? Int == 20)
    #expect(waiting["complete"] as? Bool == true)
    #expect(waiting["bytes"] as? Int ?? 0 > 0)
    #expect((waiting["oldest"] as? String)?.hasPrefix("2026-11-2") == true)
    #expect(waiting["lastEnd"] is String)
    #expect(try site.vmscan("restore", "--all", "--yes").status == 0)
    #expect(try quarantined()?["messages"] as? Int == 0)
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    try SpoolCopy.age(quarantine: site.quarantine)
    let expired = try site.vmscan("maintain", "--quarantine")
    #expect(expired.status == 0, "\(expired.errors)")
    #expect(try quarantined()?["messages"] as? Int == 0)
  }

  @Test
  func `every format tells it`() throws {
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    let text = try site.vmscan("scan")
    #expect(text.output.contains("Still kept in quarantine after a purge: 20 messages"))
    func report(_ words: String...) throws -> String {
      let done = try site.report(words)
      #expect(done.status == 0, "\(done.errors)")
      return done.output
    }
    #expect(try report().contains("Still kept in quarantine after a purge: 20 messages"))
    #expect(try report("--format", "html").contains("In quarantine after a purge"))
    #expect(
      try report("--format", "prometheus").contains(
        /vmscan_quarantined_messages\{site="[^"]+"\} 20\n/))
    let table = try report("--format", "csv", "--table", "totals")
    #expect(table.contains("quarantined,complete,20,"))
    #expect(try report("--requirement", "GDPR").contains("20 messages"))
  }

  @Test
  func `a quarantine that may not be opened is not read, and never zero`() throws {
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    // Another owner's directory is refused even to root.
    let chown = try Program.run("/bin/chown", ["1234", site.quarantine])
    guard chown.status == 0 else { return }
    let done = try site.vmscan("scan")
    #expect(done.status == 3)
    #expect(done.output.contains("NOT EVERYTHING WAS READ"))
    #expect(done.output.contains("Still kept in quarantine after a purge: not read."))
    let json = try site.vmscan("scan", "--format", "json")
    #expect(
      json.output.contains("\"quarantined\" : null") || json.output.contains("\"quarantined\":null")
    )
    let metrics = try site.report(["--format", "prometheus"])
    #expect(!metrics.output.contains("vmscan_quarantined_messages"))
    #expect(try site.report(["--format", "html"]).output.contains("not read"))
    let table = try site.report(["--format", "csv", "--table", "totals"])
    #expect(table.output.contains("quarantined,notRead,,,,,,"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func `a reader in the spool's group counts it, and says when it is closed to him`() throws {
    func tool(_ words: String...) throws {
      let done = try Program.run("/usr/bin/env", words)
      #expect(done.status == 0, "\(words): \(done.errors)")
    }
    func scan() throws -> Finished {
      try Program.run(
        "/usr/bin/setpriv",
        [
          "--reuid=65530", "--regid=65533", "--clear-groups", Program.vmscan, "scan",
          "--asterisk-etc", site.etc, "--spool", site.spool, "--db", site.path + "/own/vm.db",
          "--config", "/dev/null", "--now", "2027-02-15T08:00:00Z",
        ])
    }
    try tool("mkdir", site.path + "/own")
    try tool("chown", "-R", "65531:65533", site.spool)
    try tool("chmod", "-R", "g+rX", site.spool)
    try tool("chown", "65530", site.path + "/own")
    try tool("chmod", "755", site.path)
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    let open = try scan()
    // A checkout that another user may not enter shows nothing.
    guard open.status != 126, open.status != 127, open.status != 6 else { return }
    #expect(open.output.contains("Still kept in quarantine after a purge: 20 messages"))
    try tool("chmod", "700", site.quarantine)
    let closed = try scan()
    #expect(closed.status == 3)
    #expect(closed.output.contains("Still kept in quarantine after a purge: not read."))
    #expect(closed.output.contains("EACCES"))
  }

  @Test
  func `what no manifest names makes the sum a lower bound`() throws {
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    let manifest = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: site.quarantine)
        .first { $0.hasSuffix("manifest.ndjson") })
    try FileManager.default.removeItem(atPath: site.quarantine + "/" + manifest)
    let done = try site.vmscan("scan")
    #expect(done.status == 3)
    #expect(done.output.contains("quarantine after a purge: at least"))
    #expect(done.errors.isEmpty || !done.errors.contains("fatal"))
  }

  @Test
  func `the quarantine is no mailbox, even when its parent is scanned`() throws {
    #expect(try site.vmscan("purge", "--emailed", "--older", "30d", "--yes").status == 0)
    let before = try site.vmscan("messages", "--format", "ndjson").lines.count
    let done = try Program.run(
      Program.vmscan,
      [
        "messages", "--format", "ndjson", "--asterisk-etc", site.etc, "--spool", site.path,
        "--db", site.path + "/other.db", "--config", "/dev/null",
      ])
    #expect(before > 1)
    #expect(done.lines.filter { $0.contains("\"origtime\"") }.isEmpty)
  }

  @Test
  func `whoever may read the spool may count its quarantine, nobody else`() throws {
    func mode(_ path: String) throws -> Int {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      return (facts[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: site.spool)
    #expect(try site.vmscan("purge", "--older", "80d", "--yes").status == 0)
    #expect(try mode(site.quarantine) == 0o750)
    let closed = try SpoolCopy()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: closed.spool)
    #expect(try closed.vmscan("purge", "--older", "80d", "--yes").status == 0)
    #expect(try mode(closed.quarantine) == 0o700)
  }
}
