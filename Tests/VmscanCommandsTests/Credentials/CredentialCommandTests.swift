import FoundationEssentials
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

struct CredentialCommandTests {
  private struct DeviceLine: Decodable {
    struct Source: Decodable {
      var file: String
      var line: Int
    }

    var kind: String
    var name: String
    var loaded: Bool
    var credential: String
    var open: Bool
    var openRegister: Bool
    var mailboxes: [String]
    var source: Source
  }

  private struct ListenerLine: Decodable {
    var service: String
    var `protocol`: String
    var address: String
    var port: Int
    var tls: Bool
    var reach: String
  }

  private func site(_ fixture: String) throws -> TestSite {
    let site = try TestSite()
    let done = try TestFiles.run(
      "/bin/cp", ["-r", Fixtures.path("credentials/\(fixture)/."), site.etc])
    try #require(done == 0)
    _ = try TestFiles.run("/bin/chmod", ["-R", "u=rwX,g=rX,o=", site.etc])
    return site
  }

  private func lines<Value: Decodable>(
    _ command: String, _ site: TestSite, of type: Value.Type, version: String = "22.10.1"
  ) throws -> [Value] {
    let done = site.run(
      command, "--asterisk-etc", site.etc, "--asterisk-version", version, "--format", "ndjson")
    #expect(done.status == .success, "\(done.errors)")
    return try done.output.split(separator: "\n").map {
      try JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }

  @Test func `the fields that scripts rely on are there`() throws {
    let site = try site("freepbx-split")
    let devices = try lines("devices", site, of: DeviceLine.self)
    #expect(devices.map(\.name) == ["301", "302", "303"])
    #expect(devices.map(\.open) == [false, true, false])
    #expect(devices.map(\.openRegister) == [false, true, false])
    #expect(devices.map(\.credential) == ["plain", "none", "plain"])
    #expect(devices[0].mailboxes == ["301@device"])
    #expect(devices[0].source.file.hasSuffix("/pjsip.endpoint.conf"))
    #expect(devices[0].source.line > 0)
  }

  @Test func `listeners say where they can be reached from`() throws {
    let found = try lines("listeners", try site("http-tls-and-plain"), of: ListenerLine.self)
    #expect(found.map(\.reach).sorted() == ["loopback", "network"])
    #expect(found.first { $0.tls }?.port == 8089)
    let site = try site("http-tls-and-plain")
    let text = site.run("listeners", "--asterisk-etc", site.etc).output
    #expect(text.contains(" 8089 ") && !text.contains("8,089"))
  }

  @Test func `an account's state says who gets in`() throws {
    let site = try site("manager-users")
    let text = site.run(
      "accounts", "--asterisk-etc", site.etc, "--asterisk-version", "22.10.1"
    ).output
    let states = Dictionary(
      text.split(separator: "\n").map { line -> (Substring, String) in
        let words = line.split(separator: " ")
        return (words.count > 1 ? words[1] : "", words.dropFirst(3).joined(separator: " "))
      }, uniquingKeysWith: { one, _ in one })
    #expect(states["empty-secret"]?.hasPrefix("open ") ?? false)
    #expect(states["no-secret"]?.hasPrefix("nobody gets in ") ?? false)
    #expect(states["bad-acl"]?.hasPrefix("bad value ") ?? false)
    #expect(states["plain"]?.hasPrefix("asks ") ?? false)
  }

  @Test func `a refused file is told on standard error and nothing of it counts as loaded`() throws
  {
    let site = try site("pjsip-include-missing")
    let done = site.run("devices", "--asterisk-etc", site.etc, "--format", "json")
    #expect(done.errors.contains("Asterisk loses all of pjsip.conf"))
    #expect(!done.output.contains("\"loaded\" : true"))
  }

  @Test(arguments: [
    ["devices"], ["accounts"], ["listeners"], ["credentials", "suggest", "100"],
    ["explain", "device:100"],
  ])
  func `a directory without a configuration is none without devices`(words: [String]) throws {
    let site = try TestSite()
    for etc in [site.path + "/misspelt", site.etc] {
      let done = site.run(words + ["--asterisk-etc", etc], now: "2026-12-31T00:00:00Z")
      #expect(done.status == .badConfiguration)
      #expect(done.output.isEmpty && done.errors.contains("--asterisk-etc"), "\(done.errors)")
    }
    try site.write("[100]\ntype=friend\nhost=dynamic\nsecret=\n", to: "etc/iax.conf")
    let voiceless = site.run(words + ["--asterisk-etc", site.etc], now: "2026-12-31T00:00:00Z")
    #expect(voiceless.status == .success, "\(voiceless.errors)")
  }

  @Test func `a device is explained with the mailbox it opens`() throws {
    let site = try site("freepbx-split")
    let done = site.run("explain", "device:302", "--asterisk-etc", site.etc)
    #expect(done.output.contains("302@device"))
    #expect(done.output.contains("VC-101 critical"))
    #expect(done.output.contains("asks for                         nothing"))
    // The other files with passwords are not what was asked about.
    #expect(!done.output.contains("pjsip.auth"))
    let other = site.run("explain", "device:303", "--asterisk-etc", site.etc)
    #expect(other.output.contains("pjsip.auth_custom_post.conf"))
    #expect(!other.output.contains("pjsip.auth.conf"))
    #expect(site.run("explain", "device:999", "--asterisk-etc", site.etc).status == .usage)
  }

  @Test func `a suggestion names file, line and panel, and differs each time`() throws {
    let site = try site("freepbx-split")
    let words = ["credentials", "suggest", "303", "--asterisk-etc", site.etc]
    let one = site.run(words, now: "2026-12-31T00:00:00Z")
    let other = site.run(words, now: "2026-12-31T00:00:00Z")
    #expect(one.output != other.output)
    #expect(one.output.contains("pjsip.auth_custom_post.conf:"))
    let value = one.output.split(separator: "\n").first?.split(separator: " ").last ?? ""
    #expect(value.count == 24)
  }

  @Test func `a suggestion for a file written by hand names no panel`() throws {
    let site = try TestSite()
    try site.write(
      """
      [100]
      type=endpoint
      auth=100
      [100]
      type=auth
      username=100
      password=harbor-63
      [200]
      type=endpoint
      auth=gone
      [300]
      type=endpoint
      dtmf_mode=rfc2833

      """, to: "etc/pjsip.conf")
    func suggested(_ name: String) -> (
      output: String, errors: String, status: VmscanCommands.ExitStatus
    ) {
      let done = site.run(
        "credentials", "suggest", name, "--asterisk-etc", site.etc, "--asterisk-version", "22.10.1")
      return (done.output, done.errors, done.status)
    }
    let byHand = suggested("100").output
    #expect(byHand.contains("by hand: password= at ") && byHand.contains("/pjsip.conf:7, then"))
    #expect(suggested("200").output.contains("does not load the auth it names"))
    #expect(suggested("300").status == .usage)
    #expect(suggested("300").errors.contains("cannot suggest for '300': Asterisk does not load it"))
    #expect(suggested("400").errors.contains("no device or login of that name"))
  }

  @Test func `a scan reports what opens the system in one finding a device`() throws {
    let site = try site("pjsip-wizard")
    try site.configure("1001 => 836592,Alice Example,alice@example.com")
    let done = site.run(
      "scan", "--asterisk-etc", site.etc, "--spool", site.spool, "--asterisk-version", "22.10.1",
      "--own-domain", "example.com", "--format", "json")
    let report = try JSONDecoder().decode(Report.self, from: Data(done.output.utf8))
    let exposed = report.findings.filter { $0.rule == "VC-101" && $0.severity == "critical" }
    #expect(exposed.count { $0.message.contains("'decoy'") } == 1)
    #expect(exposed.contains { $0.message.contains("has no effect") })
    #expect(Set(exposed.map(\.fingerprint)).count == exposed.count)
  }

  private struct Report: Decodable {
    struct Finding: Decodable {
      var rule: String
      var severity: String
      var message: String
      var fingerprint: String
    }

    var findings: [Finding]
  }
}
