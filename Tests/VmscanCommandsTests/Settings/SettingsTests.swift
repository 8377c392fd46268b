import Glibc
import Testing
import VmscanAssessment
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

struct SettingsTests {
  private func load(
    _ yaml: String?, environment: [String: String] = [:], flags: (inout Settings) -> Void = { _ in }
  ) throws -> Settings {
    let loader = SettingsLoader(environment: environment, readFile: { _ in yaml })
    return try loader.load(file: nil) { settings in
      flags(&settings)
      return []
    }
  }

  private func faults(_ yaml: String) -> [String] {
    do {
      _ = try load(yaml)
      return []
    } catch let error as SettingsError {
      return error.faults.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test
  func `without a file every setting has its default`() throws {
    let settings = try load(nil)
    #expect(settings.asteriskEtc == "/etc/asterisk")
    #expect(settings.database == "/var/lib/vmscan/vmscan.db")
    #expect(settings.spool == nil)
    #expect(settings.file == nil)
  }

  /// Opening a pipe that nobody writes to would wait for ever, where no signal is looked at yet.
  @Test(.timeLimit(.minutes(1)))
  func `a pipe instead of a file is refused at once, and what a shell hands over is read`() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.appending("settings"))"
    #expect(mkfifo(path, 0o600) == 0)
    let refusal = #expect(throws: (any Error).self) { try SettingsLoader.read(path) }
    #expect("\(refusal.map { "\($0)" } ?? "")".contains("it is a pipe"))
    var ends: [CInt] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], "spool: /x\n", 10) == 10)
    close(ends[1])
    #expect(try SettingsLoader.read("/dev/fd/\(ends[0])") == "spool: /x\n")
    close(ends[0])
  }

  @Test
  func `a flag beats the environment, which beats the file`() throws {
    let yaml = "db: /from/file\nspool: /from/file\nasteriskEtc: /from/file\n"
    let environment = ["VMSCAN_DB": "/from/env", "VMSCAN_SPOOL": "/from/env"]
    let settings = try load(yaml, environment: environment) { $0.database = "/from/flag" }
    #expect(settings.database == "/from/flag")
    #expect(settings.spool == "/from/env")
    #expect(settings.asteriskEtc == "/from/file")
  }

  @Test
  func `every kind of value is read`() throws {
    let settings = try load(
      """
      ownDomains: [Example.com, example.org]
      approvedDomains: partner.example
      mailLogs:
        - /var/log/mail.log
      minimumPINLength: 8
      staleAfter: 2w
      retention: {unheard: 30d, old: never}
      phoneNumbers:
        "1001@default": ["+32 2 555 01 23"]
      skipRules: [VM-601]
      failOn: high
      asteriskVersion: "20.5.0"
      """)
    #expect(settings.assessment.ownDomains == ["example.com", "example.org"])
    #expect(settings.assessment.approvedDomains == ["partner.example"])
    #expect(settings.mailLogs == ["/var/log/mail.log"])
    #expect(settings.assessment.minimumPINLength == 8)
    #expect(settings.assessment.staleAfter == .days(14))
    #expect(settings.assessment.retention.unheard == .days(30))
    #expect(settings.assessment.retention.old == nil)
    #expect(settings.assessment.retention.deleted == .days(30))
    let id = try #require(MailboxID(parsing: "1001@default"))
    #expect(settings.assessment.phoneNumbers[id] == ["3225550123"])
    #expect(settings.assessment.skippedRules == [RuleID("VM-601")])
    #expect(settings.failOn == .high)
    #expect(settings.asteriskVersion == AsteriskVersion(20, 5, 0))
  }

  @Test(arguments: [
    (
      "ownDomain: x.org",
      "/etc/vmscan/vmscan.yaml:1: unknown key 'ownDomain'; did you mean 'ownDomains'?"
    ),
    ("\nstaleAfter: 0d", "/etc/vmscan/vmscan.yaml:2: staleAfter: expected an age"),
    ("staleAfter: 30", "/etc/vmscan/vmscan.yaml:1: staleAfter: expected an age"),
    ("staleAfter: 030d", "/etc/vmscan/vmscan.yaml:1: staleAfter: expected an age"),
    ("minimumPINLength: 010", "minimumPINLength: expected a whole number above 0"),
    ("keepRuns: 0600", "keepRuns: expected a whole number above 0, without a leading zero"),
    ("ami: {user: a, secret: b, port: 70000}", "ami.port: expected a port, 1 to 65535"),
    ("backup: {directory: /b, kep: 3}", "backup: unknown key 'kep'; did you mean 'keep'?"),
    ("skipRules: [VM-999]", "skipRules: 'VM-999' is not a rule"),
    ("db: /a\ndb: /b", "vmscan.yaml:2: db: this key stands already on line 1"),
    ("ownDomains: [nonsense]", "'nonsense' is not a domain"),
    ("mailLogZone: Europe/Brusels", "this word is not a time zone known here"),
    ("mailLogZone: ../zoneinfo/UTC", "is not a time zone"),
    ("retention:\n  heard: 3d", "/etc/vmscan/vmscan.yaml:2: retention: unknown key 'heard'"),
    ("retention:\n  old: 3", "/etc/vmscan/vmscan.yaml:2: retention.old: expected an age"),
    ("failOn: loud", "expected one of informational"),
    ("db: [", "not YAML"),
    ("- a list", "the file must hold"),
    ("threads: 0", "expected a whole number above 0"),
  ])
  func `a fault names its line and what is expected`(yaml: String, fault: String) throws {
    let found = faults(yaml)
    #expect(found.count == 1)
    #expect(found.first?.contains(fault) == true, "\(found)")
  }

  @Test
  func `all faults are reported together`() {
    #expect(faults("nonsense: 1\ndb: [x]\nfailOn: loud\n").count == 3)
  }

  @Test
  func `a settings file named and missing is a fault`() {
    let loader = SettingsLoader(environment: [:], readFile: { _ in nil })
    #expect(throws: SettingsError.self) { try loader.load(file: "/nowhere") { _ in [] } }
  }
}
