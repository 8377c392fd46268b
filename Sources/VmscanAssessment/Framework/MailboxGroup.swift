package import VmscanModel

/// All that a scan knows of one mailbox: what Asterisk takes for one, whatever the spelling.
package struct MailboxGroup: Sendable {
  /// Usually one; more when directories differ by case only; none for a configured mailbox of
  /// which nothing is known.
  package var facts: [MailboxFacts]
  /// `nil` for an orphan.
  package var configured: ConfiguredMailbox?
  /// Place of the configured mailbox in load order.
  package var order: Int
  /// What earlier runs saw.
  package var knowledge: DestinationKnowledge?
  /// What went wrong while the directories were read.
  package var problems: [SourceProblem]

  package init(
    facts: [MailboxFacts], configured: ConfiguredMailbox?, order: Int = 0,
    knowledge: DestinationKnowledge?, problems: [SourceProblem] = []
  ) {
    self.facts = facts
    self.configured = configured
    self.order = order
    self.knowledge = knowledge
    self.problems = problems
  }
}
