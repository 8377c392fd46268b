package import VmscanModel

/// Every requirement that findings are mapped to, and the way back from a requirement to rules.
package enum RequirementCatalog {
  /// Printed wherever requirements are.
  package static let caution = """
    These texts set duties on the organisation; a scan shows facts and gaps, it does not certify.
    """

  /// Sorted by number.
  package static let all: [Requirement] = (privacy + health + sectors + guides)
    .sorted { $0.number < $1.number }

  package static func requirement(_ number: Int) -> Requirement? {
    all.first { $0.number == number }
  }

  /// Requirements that a citation, source or number typed by a person names, such as
  /// `HIPAA 164.312(b)`, `hipaa` or `4`; empty when nothing fits.
  package static func requirements(matching text: String) -> [Requirement] {
    if let number = Int(text) { return requirement(number).map { [$0] } ?? [] }
    let wanted = text.lowercased()
    let cited = Set(
      RuleCatalog.all.flatMap(\.citations).filter { $0.text.lowercased().contains(wanted) }
        .map(\.requirement))
    let exact = all.filter { cited.contains($0.number) || $0.source.lowercased().contains(wanted) }
    return exact.isEmpty ? requirements(spelt: text) : exact
  }

  /// Requirements whose name or citation has every word of the text, however it is punctuated.
  private static func requirements(spelt text: String) -> [Requirement] {
    let wanted = RequirementSpelling.words(text)
    let cited = Set(
      RuleCatalog.all.flatMap(\.citations)
        .filter { RequirementSpelling.fits(wanted, RequirementSpelling.words($0.text)) }
        .map(\.requirement))
    return all.filter {
      cited.contains($0.number)
        || RequirementSpelling.fits(wanted, RequirementSpelling.words($0.source))
    }
  }

  /// Rules that answer to a requirement, in catalogue order.
  package static func rules(for requirement: Requirement) -> [Rule] {
    RuleCatalog.all.filter { rule in
      rule.citations.contains { $0.requirement == requirement.number }
    }
  }

  /// Requirements that a rule answers to, by number; empty for an unknown rule.
  package static func requirements(for rule: RuleID) -> [Requirement] {
    let cited = RuleCatalog.rule(rule)?.citations.map(\.requirement) ?? []
    return all.filter { cited.contains($0.number) }
  }
}
