import Testing
import VmscanAssessment
import VmscanModel

struct RuleExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: Rule
    var example: RuleExample
    var testDescription: String { "\(rule.id) \(example.summary)" }
  }

  static let cases = RuleCatalog.all.flatMap { rule in
    rule.examples.map { Case(rule: rule, example: $0) }
  }

  @Test(arguments: cases)
  func `a rule finds what its examples say, and nothing else`(_ item: Case) {
    let findings = Assessor(rules: [item.rule]).findings(item.example.input)
    #expect(findings.count == item.example.findings, "\(findings.map(\.message))")
    let severity = item.example.severity ?? item.rule.severity
    #expect(findings.allSatisfy { $0.severity == severity }, "\(findings.map(\.severity))")
  }

  @Test(arguments: cases)
  func `findings are plain sentences without a PIN`(_ item: Case) {
    for finding in Assessor(rules: [item.rule]).findings(item.example.input) {
      #expect(finding.rule == item.rule.id)
      let (message, remedy) = (finding.message.unmasked, finding.remedy.unmasked)
      #expect(message.hasSuffix("."))
      #expect(!message.contains("  ") && !message.contains("\n"))
      #expect(!remedy.isEmpty && !remedy.contains("\n"))
      for pin in ["836592", "947205"] {
        #expect(!("\(finding)".contains(pin)), "\(message)")
      }
    }
  }

  @Test(arguments: RuleCatalog.all.map(\.id))
  func `a rule has an example of each kind`(_ id: RuleID) throws {
    let rule = try #require(RuleCatalog.rule(id))
    #expect(rule.examples.contains { $0.findings > 0 })
    #expect(rule.examples.contains { $0.findings == 0 })
  }

  @Test(arguments: cases.filter { $0.example.findings > 1 })
  func `several findings of one situation have different fingerprints`(_ item: Case) {
    let findings = Assessor(rules: [item.rule]).findings(item.example.input)
    #expect(Set(findings.map(\.fingerprint)).count == findings.count)
  }

  /// Else history would write every finding anew each night.
  @Test(arguments: cases.filter { $0.example.findings > 0 })
  func `a day that passes does not change the words of a finding`(_ item: Case) {
    let assessor = Assessor(rules: [item.rule])
    let today = assessor.findings(item.example.input)
    let tomorrow = assessor.findings(item.example.input(at: Scenario.now + .days(1)))
    for finding in today {
      let later = tomorrow.first { $0.fingerprint == finding.fingerprint }
      #expect(later == nil || later == finding)
    }
  }
}
