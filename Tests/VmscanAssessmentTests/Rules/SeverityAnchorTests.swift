import Testing
import VmscanAssessment
import VmscanModel

/// The ratings that sites rely on; a change here is a change of the product.
struct SeverityAnchorTests {
  @Test(arguments: [
    ("delete-without-address", Severity.critical), ("disposable-destination", .critical),
    ("delete-without-audio", .high), ("weak-pin", .medium),
    ("personal-destination", .high), ("external-destination", .medium), ("common-pin", .medium),
    ("short-pin", .medium), ("over-age-unheard", .medium), ("over-age-deleted", .medium),
    ("audio-without-envelope", .medium), ("stale-lock", .medium), ("outside-spool", .medium),
    ("stale-mailbox", .low), ("no-greeting", .low), ("number-gap", .low),
    ("plain-text-pins", .informational), ("inferred-domains", .informational),
  ])
  func `a rule has the severity of its anchor`(_ name: String, _ severity: Severity) throws {
    #expect(try #require(RuleCatalog.rule(named: name)).severity == severity)
  }
}
