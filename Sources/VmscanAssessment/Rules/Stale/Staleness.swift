import VmscanModel

/// Whether a mailbox shows signs of use; shared by the rules on stale mailboxes.
enum Staleness {
  static let citations: [Citation] = [.disaIdle, .nistDormant, .cisDormant]

  /// Newest sign of use: a message, the owner, or, for a mailbox that holds no message, that one came
  /// or went.
  ///
  /// What history saw counts too: a message that was purged had come all the same.
  static func lastUse(_ view: ConfiguredView) -> Timestamp? {
    let seen = view.facts.flatMap { facts in
      [
        facts.newestMessage, facts.ownerActivity,
        view.deletes || facts.totals.messages == 0 ? facts.lastDelivery : nil,
      ].compactMap { $0 }
    }
    return (seen + [view.knowledge?.lastUse].compactMap { $0 }).max()
  }

  /// INBOX is full: callers are turned away, so that no message comes says nothing.
  static func turnsCallersAway(_ view: ConfiguredView) -> Bool {
    let limit = view.mailbox.maxMessages.value
    return limit > 0 && view.facts.contains { $0.inboxFill >= limit }
  }

  /// How long nothing was seen, in words; `nil` when the mailbox is in use or not known for long
  /// enough, when not all of it could be read, or when its messages have no date.
  static func idle(_ view: ConfiguredView, _ context: AssessmentContext) -> Sentence? {
    guard !view.isPartial, !turnsCallersAway(view) else { return nil }
    let limit = context.now - context.settings.staleAfter
    if let last = lastUse(view) {
      guard last < limit else { return nil }
      return "no message and no sign of the owner since \(day: last)"
    }
    if view.facts.contains(where: { $0.totals.messages > 0 }) { return nil }
    if view.hasDirectory { return "no message and no sign of an owner" }
    guard let known = view.knowledge?.firstSeen, known < limit else { return nil }
    return "no directory since it was first seen on \(day: known)"
  }

  static func forwards(_ view: ConfiguredView) -> Bool { view.hasEmail || view.hasPager }

  /// Every sign of the owner is missing: no greeting of any kind.
  static func hasGreeting(_ view: ConfiguredView) -> Bool {
    view.facts.contains { !$0.greetings.isEmpty }
  }
}
