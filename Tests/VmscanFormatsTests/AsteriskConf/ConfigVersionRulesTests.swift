import Testing
import VmscanFormats
import VmscanModel

/// One table of releases for whoever reads and whoever edits.
struct ConfigVersionRulesTests {
  @Test(arguments: [
    ("13.26", false), ("13.27", true), ("14.7", false), ("15.7.4", false), ("16.3", false),
    ("16.4", true), ("18.0", true), ("22.10.1", true),
  ])
  func `options hold commas since 13.27 and 16.4`(release: String, keeps: Bool) throws {
    let version = try #require(AsteriskVersion(parsing: release))
    #expect(ConfigVersionRules(version: version).keepsCommasInOptions == keeps)
  }

  @Test func `an unknown release counts as the newest`() {
    #expect(ConfigVersionRules(version: nil).keepsCommasInOptions)
    #expect(ConfigVersionRules(version: nil).conf.lastValueWins)
  }
}
