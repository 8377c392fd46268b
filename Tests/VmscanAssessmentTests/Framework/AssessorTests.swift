import Testing
import VmscanAssessment
import VmscanModel

struct AssessorTests {
  @Test(arguments: [
    (SourceProblem.Kind.unreadable, "right to read"), (.elsewhere, "that store"),
  ])
  func `what was not read has the remedy of its kind`(kind: SourceProblem.Kind, remedy: String) {
    var scenario = Scenario()
    scenario.credentials.coverage.problems = [
      SourceProblem(kind, path: "/etc/asterisk/pjsip.conf", detail: "EACCES")
    ]
    let found = Assessor().findings(scenario.input).filter { $0.rule == RuleID("VC-110") }
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.remedy.unmasked.contains(remedy) })
  }

  private func mixed() -> Scenario {
    var scenario = Scenario()
    scenario.mailbox("1002", name: "Bob Sample", email: "bob@gmail.com", pin: "")
    scenario.mailbox("1001", email: nil, pin: "1001") { $0.deleteAfterEmail = Setting(true) }
    scenario.directory("1999") { $0.add(3, age: .days(900)) }
    scenario.notice(.syntaxError)
    return scenario
  }

  @Test func `an empty system has no finding`() {
    #expect(Assessor().findings(Scenario().input).isEmpty)
  }

  @Test func `a mailbox in order has none but the storage of PINs`() {
    var scenario = Scenario()
    scenario.pair { $0.add(2) }
    #expect(Assessor().findings(scenario.input).map(\.rule) == [RuleID("VM-514")])
  }

  @Test func `findings are sorted by severity, rule and subject`() {
    let findings = Assessor().findings(mixed().input)
    #expect(findings.map(\.severity) == findings.map(\.severity).sorted(by: >))
    for (left, right) in zip(findings, findings.dropFirst()) where left.severity == right.severity {
      #expect(left.rule <= right.rule)
    }
    #expect(findings.count > 8)
  }

  @Test func `the order of facts and notices changes nothing`() {
    let input = mixed().input
    var reversed = input
    reversed.facts.reverse()
    reversed.configuration.mailboxes.reverse()
    #expect(Assessor().findings(input) == Assessor().findings(reversed))
  }

  @Test func `a skipped rule is silent and the others are not changed`() {
    var scenario = mixed()
    let all = Assessor().findings(scenario.input)
    scenario.settings.skippedRules = [RuleID("VM-101")]
    let rest = Assessor().findings(scenario.input)
    #expect(rest == all.filter { $0.rule != RuleID("VM-101") })
    #expect(rest.count < all.count)
  }

  @Test func `no two findings share a fingerprint`() {
    let findings = Assessor().findings(mixed().input)
    #expect(Set(findings.map(\.fingerprint)).count == findings.count)
  }

  @Test func `a mailbox with two directories is judged once as configured`() {
    var scenario = Scenario()
    scenario.mailbox("Bob", email: "bob@gmail.com")
    scenario.directory("Bob")
    scenario.directory("bob") { $0.add() }
    let findings = Assessor().findings(scenario.input)
    #expect(findings.filter { $0.rule == RuleID("VM-101") }.count == 1)
    #expect(!findings.contains { $0.rule == RuleID("VM-407") })
  }

  @Test func `a recording in an unreadable mailbox does not make it stale`() {
    var scenario = Scenario()
    scenario.pair {
      $0.forget()
      $0.folders = [SpoolFolder(folder: .inbox, identity: $0.identity)]
      $0.folders[0].problems = .unreadable
    }
    let rules = Set(Assessor().findings(scenario.input).map(\.rule.description))
    #expect(rules.isDisjoint(with: ["VM-601", "VM-602", "VM-603", "VM-604"]))
    #expect(rules.isSuperset(of: ["VM-725", "VM-903"]))
  }
}

extension SpoolMailbox {
  fileprivate mutating func forget() {
    greetings = []
    greetingsModified = nil
  }
}
