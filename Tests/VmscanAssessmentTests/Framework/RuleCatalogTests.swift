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
      #expect(["VM-", "VC-"].contains { id.description.hasPrefix($0) } && digits.count == 3)
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
    .foreignLock, .openRecordings,
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
    #expect(RuleCatalog.rule(named: "vm-500")?.name == "weak-pin")
    #expect(RuleCatalog.rule(named: "Weak-PIN")?.id == RuleID("VM-500"))
    #expect(RuleCatalog.rule(named: "VM-000") == nil)
  }

  @Test(arguments: (501...512).map { "VM-\($0)" })
  func `every former rule on weak PINs leads to the one that tells its reason`(_ id: String) {
    #expect(RuleCatalog.rule(named: id)?.id == RuleID("VM-500"))
    #expect(RuleCatalog.rule(RuleID(id))?.id == RuleID("VM-500"))
    #expect(RuleCatalog.id(named: id) == RuleID(id))
  }

  @Test func `one weak PIN is one finding whose reasons are skipped and accepted one by one`()
    throws
  {
    var scenario = Scenario()
    scenario.mailbox(pin: "1111")
    scenario.directory()
    func found() -> [Finding] {
      Assessor().findings(scenario.input).filter { $0.rule == RuleID("VM-500") }
    }
    let whole = try #require(found().first)
    #expect(found().count == 1)
    #expect(whole.severity == .high)
    #expect(whole.isOf(RuleID("VM-506")) && !whole.isOf(RuleID("VM-501")))
    let accepted = whole.message.reasons.map { reason in
      Acceptance(
        scope: AcceptanceScope(rule: reason), owner: "x", reason: "y", created: Timestamp(0))
    }
    #expect(accepted.count > 1)
    #expect(accepted.accept(whole))
    #expect(!accepted.dropLast().accept(whole))
    scenario.settings.skippedRules = [RuleID("VM-506")]
    #expect(found().first.map { !$0.isOf(RuleID("VM-506")) } == true)
    scenario.settings.skippedRules.formUnion(whole.message.reasons)
    #expect(found().isEmpty)
  }
}
