import Testing
import VmscanAssessment
import VmscanModel
import VmscanSystem

@testable import VmscanCommands

struct FirstSettingsTests {
  private func load(_ yaml: String) throws -> Settings {
    try SettingsLoader(environment: [:], readFile: { _ in yaml }).load(file: nil) { _ in [] }
  }

  @Test(arguments: [
    "/etc/asterisk", "/srv/a b", "/x\"y", "/x\\y", "/x\ny", "/x: # y", "/ünï", "/x\u{85}y", "/- a",
    "/x\u{1B}[0m",
  ])
  func `every text is read back as it is`(path: String) throws {
    var first = FirstSettings(asteriskEtc: path, spool: path, spoolFound: path)
    first.mailLogs = [path, "/b"]
    first.database = path
    first.version = AsteriskVersion(18, 9)
    first.ownDomains = ["example.com", "example.org"]
    let settings = try load(first.yaml)
    #expect(settings.asteriskEtc == ByteText(path).canonicalPath.utf8String)
    #expect(settings.spool == ByteText(path).canonicalPath.utf8String)
    #expect(settings.mailLogs == [path, "/b"])
    #expect(settings.database == path)
    #expect(settings.asteriskVersion == AsteriskVersion(18, 9))
    #expect(settings.assessment.ownDomains == ["example.com", "example.org"])
  }

  @Test
  func `the sample sets nothing but the default`() throws {
    let settings = try load(FirstSettings.sample.yaml)
    #expect(settings.asteriskEtc == Settings().asteriskEtc)
    #expect(settings.database == Settings().database)
    #expect(settings.keepHistory == nil)
    #expect(settings.assessment.ownDomains.isEmpty)
  }

  private static let modes: [(mode: UInt32, isFault: Bool)] = [
    (0o100640, false), (0o100600, false), (0o100440, false), (0o100644, true), (0o100660, true),
    (0o100602, true), (0o100641, true),
  ]

  @Test(arguments: modes)
  func `a file with secrets must be closed to others`(mode: UInt32, isFault: Bool) {
    #expect((SettingsSecrecy.fault(of: "/s", mode: mode) != nil) == isFault)
  }

  @Test
  func `the settings of the nightly job are read`() throws {
    let settings = try load(
      """
      keepHistory: 6y
      keepRuns: 12
      backup: {directory: /b, keep: 4}
      metricsFile: /m.prom
      """)
    #expect(settings.keepHistory == .days(6 * 365))
    #expect(settings.keepRuns == 12)
    #expect(settings.backup == BackupSettings(directory: "/b", keep: 4))
    #expect(settings.metricsFile == "/m.prom")
    #expect(throws: SettingsError.self) { try load("backup: {keep: 4}") }
    #expect(throws: SettingsError.self) { try load("backup: {directory: /b, kep: 4}") }
    #expect(throws: SettingsError.self) { try load("backup: /b") }
    #expect(throws: SettingsError.self) { try load("keepRuns: 0") }
  }
}
