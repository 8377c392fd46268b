import Testing
import VmscanModel

@testable import VmscanAssessment

struct MatterTests {
  private func verdict(_ change: (inout Scenario) -> Void) -> [ReportedFinding] {
    var scenario = Scenario()
    change(&scenario)
    return Array(Assessor().verdict(scenario.input).findings)
  }

  /// Rule and the rules it tells of, of the findings about a mailbox.
  private func rules(_ found: [ReportedFinding]) -> [String] {
    found.filter { $0.finding.subject.mailbox != nil }.map {
      $0.finding.parts.map(\.rule.description).joined(separator: "+")
    }
  }

  private func undeliverable(_ scenario: inout Scenario) {
    scenario.mailbox(email: "a lice@example.invalid") { $0.deleteAfterEmail = Setting(true) }
    scenario.notice(.blankInAddress, mailbox: "1001")
    scenario.directory()
  }

  @Test func `what rules say of one matter is one finding with the worst severity`() throws {
    let found = verdict(undeliverable)
    #expect(rules(found) == ["VM-304+VM-105+VM-844"])
    let finding = try #require(found.first?.finding)
    #expect(finding.severity == .critical)
    for rule in ["VM-304", "VM-105", "VM-844"] { #expect(finding.isOf(RuleID(rule))) }
    let alone = ["VM-304", "VM-105", "VM-844"].map { rule in
      verdict { scenario in
        undeliverable(&scenario)
        scenario.settings.skippedRules = Set(
          ["VM-304", "VM-105", "VM-844"].filter { $0 != rule }.map { RuleID($0) })
      }.first { $0.finding.rule == RuleID(rule) }?.finding
    }
    for case let other in alone {
      let other = try #require(other)
      #expect(finding.message.unmasked.contains(other.message.unmasked))
      #expect(finding.remedy.unmasked.contains(other.remedy.unmasked))
      #expect(other.fingerprint != finding.fingerprint)
    }
  }

  @Test func `what is accepted stands alone, by whatever scope`() throws {
    let before = verdict { scenario in
      undeliverable(&scenario)
      scenario.settings.skippedRules = [RuleID("VM-304"), RuleID("VM-844")]
    }
    let known = try #require(before.first { $0.finding.rule == RuleID("VM-105") }?.finding)
    for scope in [
      AcceptanceScope(rule: RuleID("VM-105")), AcceptanceScope(fingerprint: known.fingerprint),
      // Its own severity counts, not that of what is said with it.
      AcceptanceScope(rule: RuleID("VM-105"), worst: known.severity),
    ] {
      let acceptance = Acceptance(
        scope: scope, owner: "Records Office", reason: "known", created: Timestamp(0))
      var scenario = Scenario()
      undeliverable(&scenario)
      var input = scenario.input
      input.acceptances = [acceptance]
      let found = Array(Assessor().verdict(input).findings)
      #expect(Set(rules(found)) == ["VM-304+VM-844", "VM-105"])
      let accepted = found.map(\.finding).filter([acceptance].accept)
      #expect(accepted.map(\.rule) == [RuleID("VM-105")])
    }
  }

  @Test func `a joined finding is accepted when each of its parts is`() throws {
    let finding = try #require(verdict(undeliverable).first?.finding)
    func acceptance(_ rule: String) -> Acceptance {
      Acceptance(
        scope: AcceptanceScope(rule: RuleID(rule)), owner: "o", reason: "r", created: Timestamp(0))
    }
    let all = ["VM-304", "VM-105", "VM-844"].map(acceptance)
    #expect(all.accept(finding))
    for left in all.indices {
      #expect(!all.enumerated().filter { $0.offset != left }.map(\.element).accept(finding))
      #expect(all[left].scope.touches(finding) && !all[left].scope.covers(finding))
    }
  }

  @Test func `a weak PIN and a missing greeting are one matter, each can be skipped`() {
    func found(skipping: Set<RuleID>) -> [String] {
      rules(
        verdict {
          $0.settings.skippedRules = skipping
          $0.mailbox(pin: "234567")
          $0.directory {
            $0.forgetOwner()
            $0.add()
          }
        })
    }
    #expect(found(skipping: []) == ["VM-500+VM-604"])
    #expect(found(skipping: [RuleID("VM-604")]) == ["VM-500"])
    #expect(found(skipping: [RuleID("VM-500")]) == ["VM-604"])
  }

  @Test func `what is noticed of a line that is no mailbox is not lost`() {
    let found = verdict {
      $0.mailbox()
      $0.notice(.blankInAddress, mailbox: "7777")
      $0.notice(.commaSeparatedAddresses, line: 9)
    }
    #expect(Set(found.map(\.finding.rule.description)).isSuperset(of: ["VM-844", "VM-842"]))
  }

  @Test func `every rule that shares a matter exists and has one matter`() {
    let rules = Matter.all.flatMap(\.self)
    #expect(Set(rules).count == rules.count)
    #expect(Set(RuleCatalog.all.map(\.id)).isSuperset(of: rules))
  }
}
