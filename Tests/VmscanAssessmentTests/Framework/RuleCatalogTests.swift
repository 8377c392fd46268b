import Testing
import VmscanAssessment
import VmscanModel

struct RuleCatalogTests {
  @Test func `identifiers are unique, well formed and sorted`() {
    let ids = RuleCatalog.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids == ids.sorted())
    for id in ids {
      let digits = id.description.dropFirst(3)
      #expect(id.description.hasPrefix("VM-") && digits.count == 3)
      #expect(Int(digits).map { (100...999).contains($0) } == true, "\(id)")
    }
  }

  @Test func `short names are unique and in kebab case`() {
    let names = RuleCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { ($0.isLowercase && $0.isASCII) || $0 == "-" }, "\(name)")
      #expect(!name.hasPrefix("-") && !name.hasSuffix("-"))
    }
  }

  @Test(arguments: RuleCatalog.all.map(\.id))
  func `every text of a rule says something on one line`(_ id: RuleID) throws {
    let rule = try #require(RuleCatalog.rule(id))
    for text in [rule.title, rule.rationale, rule.remediation.unmasked] {
      #expect(!text.isEmpty && !text.contains("\n") && !text.contains("  "))
    }
    #expect(rule.rationale.hasSuffix(".") && rule.remediation.unmasked.hasSuffix("."))
    let varies = rule.examples.contains { $0.severity.map { $0 != rule.severity } ?? false }
    #expect(varies == !rule.severityNote.isEmpty)
  }

  @Test(arguments: ConfigNotice.Kind.allCases)
  func `every kind of configuration notice is reported by exactly one rule`(
    _ kind: ConfigNotice.Kind
  ) {
    let claiming = RuleCatalog.all.filter { $0.noticeKinds.contains(kind) }
    #expect(claiming.count == 1)
    var scenario = Scenario()
    scenario.notice(kind)
    #expect(Assessor().findings(scenario.input).map(\.rule) == claiming.map(\.id))
  }

  @Test(arguments: MessageProblems.named.map(\.problem))
  func `every problem of messages is reported by exactly one rule`(_ problem: MessageProblems) {
    let claiming = RuleCatalog.all.filter { $0.messageProblems.contains(problem) }
    #expect(claiming.count == 1)
    var scenario = Scenario()
    scenario.pair { $0.add(problems: problem) }
    let found = Set(Assessor().findings(scenario.input).map(\.rule))
    #expect(found == Set(claiming.map(\.id) + ["VM-514"].map { RuleID($0) }))
  }

  @Test(arguments: [
    FolderProblems.gap, .strayNames, .staleLock, .unreadable, .worldReadable, .worldWritable,
    .foreignLock,
  ])
  func `every problem of folders is reported by exactly one rule`(_ problem: FolderProblems) {
    #expect(RuleCatalog.all.filter { $0.folderProblems.contains(problem) }.count == 1)
  }

  @Test func `the names of message problems are in bit order without a hole`() {
    #expect(
      MessageProblems.named.map(\.problem.rawValue)
        == (0..<MessageProblems.named.count).map { 1 << UInt32($0) })
  }

  @Test func `a rule is found by identifier and by name in any case`() {
    #expect(RuleCatalog.rule(named: "vm-501")?.name == "no-pin")
    #expect(RuleCatalog.rule(named: "No-PIN")?.id == RuleID("VM-501"))
    #expect(RuleCatalog.rule(named: "VM-000") == nil)
  }
}
