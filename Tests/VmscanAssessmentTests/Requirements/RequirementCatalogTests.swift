import Testing
import VmscanAssessment
import VmscanModel

struct RequirementCatalogTests {
  @Test func `requirements are numbered without a hole`() {
    #expect(RequirementCatalog.all.map(\.number) == Array(1...28))
  }

  @Test func `every citation leads to a requirement`() {
    for citation in RuleCatalog.all.flatMap(\.citations) {
      #expect(RequirementCatalog.requirement(citation.requirement) != nil, "\(citation.text)")
    }
  }

  @Test func `rules without requirement are the informational ones about the scan itself`() {
    let uncited = RuleCatalog.all.filter(\.citations.isEmpty)
    #expect(uncited.map(\.name) == ["missing-message-id", "unknown-version"])
  }

  @Test func `only what a scan of files cannot show has no rule`() {
    let silent = RequirementCatalog.all.filter { RequirementCatalog.rules(for: $0).isEmpty }
    #expect(silent.map(\.number) == [7, 11, 13])
  }

  @Test func `a site of the European Union sees no rules of agencies of the United States`() {
    let shown = RequirementCatalog.all.filter { $0.concerns([.eu]) }.map(\.source)
    #expect(shown.contains { $0.hasPrefix("GDPR") })
    #expect(shown.contains { $0.hasPrefix("ISO/IEC 27001") })
    for name in ["DISA", "CJIS", "HIPAA", "NARA", "FCA"] {
      #expect(!shown.contains { $0.contains(name) }, "\(name)")
    }
    #expect(RequirementCatalog.all.allSatisfy { $0.concerns([]) })
  }

  @Test func `the map can be read in both directions`() throws {
    for rule in RuleCatalog.all {
      for requirement in RequirementCatalog.requirements(for: rule.id) {
        #expect(RequirementCatalog.rules(for: requirement).contains { $0.id == rule.id })
      }
    }
    let storage = try #require(RequirementCatalog.requirement(1))
    #expect(RequirementCatalog.rules(for: storage).contains { $0.name == "retained-emailed" })
  }

  @Test(arguments: [
    ("HIPAA 164.312(b)", [4]), ("4", [4]), ("cis 3.1", [24]), ("DISA V-228356", [9]),
    ("gdpr", [1]), ("99", []),
    ("ISO 27001", [25]), ("iso27001:2022", [25]), ("ISO/IEC 27001", [25]), ("PCI-DSS", [8, 28]),
    ("pci dss v4", [8, 28]), ("HIPAA §164.312 (b)", [4]), ("45 CFR 164.312(b)", [4]),
    ("GDPR Article 5", [1]), ("DSGVO Art. 5", [1]), ("NIST 800-63B", [14]), ("no such text", []),
  ])
  func `a requirement is found as people cite it`(_ text: String, _ numbers: [Int]) {
    #expect(RequirementCatalog.requirements(matching: text).map(\.number) == numbers)
  }

  @Test func `a rule has no citation twice`() {
    for rule in RuleCatalog.all {
      #expect(Set(rule.citations).count == rule.citations.count, "\(rule.id)")
    }
  }
}
