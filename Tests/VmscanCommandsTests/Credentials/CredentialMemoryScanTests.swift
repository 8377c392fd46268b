import FoundationEssentials
import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// What only several scans can know: devices nobody uses, passwords nobody changes.
struct CredentialMemoryScanTests {
  private struct Report: Decodable {
    struct Finding: Decodable {
      var rule: String
      var subject: String
      var message: String
      var status: String
    }

    var findings: [Finding]
  }

  private func site() throws -> TestSite {
    let site = try TestSite()
    for (from, to) in [
      ("credentials/freepbx-split/.", site.etc), ("astdb/.", site.path + "/machine"),
    ] {
      try #require(try TestFiles.run("/bin/mkdir", ["-p", to]) == 0)
      try #require(try TestFiles.run("/bin/cp", ["-r", Fixtures.path(from), to]) == 0)
    }
    try site.write(
      "[directories]\nastdbdir => \(site.path)/machine\nastlogdir => \(site.path)/machine\n",
      to: "etc/asterisk.conf")
    try site.configure("1001 => 836592,Alice Example,alice@example.com")
    _ = try TestFiles.run("/bin/chmod", ["-R", "u=rwX,g=rX,o=", site.etc])
    return site
  }

  private func findings(_ rule: String, _ site: TestSite, at now: String) throws -> [String] {
    if let time = Timestamp(parsing: now) { site.age("machine/astdb.sqlite3", to: time) }
    let done = site.scan("--asterisk-version", "22.10.1", "--format", "json", now: now)
    let report = try JSONDecoder().decode(Report.self, from: Data(done.output.utf8))
    return report.findings.filter { $0.rule == rule && ["new", "open"].contains($0.status) }.map(
      \.subject
    ).sorted()
  }

  private static let looks = [
    "2027-01-01T02:00:00Z", "2027-01-09T09:00:00Z", "2027-01-17T14:00:00Z", "2027-01-25T20:00:00Z",
    "2027-02-02T02:00:00Z",
  ]

  @Test func `a device that no look finds registered is idle, one that is registered is not`()
    throws
  {
    let site = try site()
    for look in Self.looks { #expect(try findings("VC-111", site, at: look).isEmpty) }
    #expect(
      try findings("VC-111", site, at: "2027-02-10T10:00:00Z")
        == ["device pjsip/302", "device pjsip/303"])
  }

  @Test func `a call counts as use, and a database nobody writes any more is no look`() throws {
    let site = try site()
    try #require(try TestFiles.run("/bin/mkdir", [site.path + "/machine/cdr-csv"]) == 0)
    try site.write(
      #""","303","200","inside","303","PJSIP/303-00000001","","Dial","x","2027-01-20 12:00:00""#
        + "\n", to: "machine/cdr-csv/Master.csv")
    for look in Self.looks { _ = try findings("VC-111", site, at: look) }
    #expect(
      try findings("VC-111", site, at: "2027-02-10T10:00:00Z") == ["device pjsip/302"])
    let other = try self.site()
    other.age("machine/astdb.sqlite3", to: Timestamp(parsing: Self.looks[0]) ?? Timestamp(0))
    for look in Self.looks + ["2027-02-10T10:00:00Z"] {
      let done = other.scan("--asterisk-version", "22.10.1", "--format", "json", now: look)
      #expect(!done.output.contains("VC-111"))
    }
  }

  @Test func `an unchanged password is told after a year, by a key in a file apart`() throws {
    let site = try site()
    #expect(try findings("VC-112", site, at: "2027-01-01T02:00:00Z").isEmpty)
    var status = stat()
    #expect(stat(site.database + ".key", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600 && status.st_size == 32)
    #expect(
      try findings("VC-112", site, at: "2028-01-02T02:00:00Z")
        == ["device pjsip/301", "device pjsip/303"])
    // Another key: nothing is known of the passwords any more.
    #expect(unlink(site.database + ".key") == 0)
    #expect(try findings("VC-112", site, at: "2028-01-03T02:00:00Z").isEmpty)
  }

  @Test func `a key that others can read is not used, and the scan says so`() throws {
    let site = try site()
    _ = try findings("VC-112", site, at: "2027-01-01T02:00:00Z")
    chmod(site.database + ".key", 0o644)
    let done = site.scan("--format", "json", now: "2028-01-02T02:00:00Z")
    #expect(!done.output.contains("VC-112"))
    #expect(done.output.contains("others can read it"))
  }
}
