import VmscanModel

extension RunComparison {
  /// The comparison as a reader who knows the names of the report may see it.
  func redacted(by redaction: Redaction) -> RunComparison {
    guard redaction.level != .admin else { return self }
    var comparison = self
    comparison.appeared = appeared.map { $0.redacted(by: redaction) }
    comparison.disappeared = disappeared.map { $0.redacted(by: redaction) }
    for index in comparison.recipients.indices {
      comparison.recipients[index].added = recipients[index].added.map(redaction.recipient)
      comparison.recipients[index].removed = recipients[index].removed.map(redaction.recipient)
    }
    return comparison
  }
}

extension Redaction {
  fileprivate func recipient(_ recipient: RecipientFacts) -> RecipientFacts {
    var shown = recipient
    shown.address = address(recipient.address)
    return shown
  }

  /// What a standing decision covers and why, with persons hidden as the reader requires.
  func decision(_ decision: StandingDecision) -> StandingDecision {
    var shown = decision
    shown.scope = text(decision.scope)
    shown.reason = text(decision.reason)
    shown.owner = text(decision.owner)
    return shown
  }
}
