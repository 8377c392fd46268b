package import VmscanModel

extension UnreadPlaces {
  /// The facts, as partial where a directory, if there is one, was not read.
  package func marked(_ facts: [MailboxFacts]) -> [MailboxFacts] {
    facts.map { known in
      guard !known.hasDirectory, hide(known.id) else { return known }
      var facts = known
      facts.isPartial = true
      return facts
    }
  }
}
