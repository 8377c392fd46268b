import FoundationEssentials
import Testing
import VmscanAssessment

struct RuleManualTests {
  private var path: String {
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
      + "/Sources/VmscanAssessment/Documentation.docc/Rules.md"
  }

  @Test func `the stored manual is the one the rules give`() throws {
    let stored = try String(contentsOfFile: path, encoding: .utf8)
    #expect(stored == RuleManual.markdown(), "stale manual; run scripts/generate")
  }

  @Test func `every rule and requirement is in it`() {
    let text = RuleManual.markdown()
    for rule in RuleCatalog.all {
      #expect(text.contains("### \(rule.id) \(rule.name)\n"))
      #expect(rule.examples.allSatisfy { text.contains($0.summary) })
    }
    for requirement in RequirementCatalog.all {
      #expect(text.contains("### \(requirement.number). \(requirement.source)\n"))
    }
  }
}
