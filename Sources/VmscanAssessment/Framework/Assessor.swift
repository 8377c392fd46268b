package import VmscanModel

/// Runs the rules on facts at hand; the same input always gives the same findings in the same
/// order.
package struct Assessor: Sendable {
  private let rules: [Rule]

  package init(rules: [Rule] = RuleCatalog.all) { self.rules = rules }

  /// Findings of all rules the settings do not skip, worst first, then by rule and subject.
  package func findings(_ input: AssessmentInput) -> [Finding] {
    verdict(input).findings.map(\.finding)
  }

  /// The whole assessment of a site whose facts are at hand.
  package func verdict(_ input: AssessmentInput) -> SiteVerdict {
    let assessment = SiteAssessment(input, rules: rules)
    var tally = SiteTally()
    var facts = Dictionary(grouping: input.facts, by: \.id.folded)
    let unread = UnreadPlaces(
      input.coverage, spool: input.configuration.asterisk.spoolDirectory)
    for (order, mailbox) in input.configuration.mailboxes.enumerated() {
      let own = unread.marked(facts.removeValue(forKey: mailbox.id.folded) ?? [])
      let names = [mailbox.id] + own.map(\.id)
      assessment.assess(
        MailboxGroup(
          facts: own, configured: mailbox, order: order,
          knowledge: names.lazy.compactMap { input.knowledge[$0] }.first), into: &tally)
    }
    for orphans in facts.values {
      assessment.assess(
        MailboxGroup(facts: orphans, configured: nil, knowledge: nil), into: &tally)
    }
    return assessment.finish(tally, coverage: input.coverage, outsideSpool: input.outsideSpool)
  }
}
