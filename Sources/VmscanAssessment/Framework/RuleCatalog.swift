package import VmscanModel

/// Every rule there is.
package enum RuleCatalog {
  /// Sorted by identifier.
  package static let all: [Rule] =
    (destinations + lostMail + retention + pins + stale + spool + configuration + coverage
    + credentials)
    .sorted { $0.id < $1.id }

  /// A rule by identifier, or by short name as a person types it; also by one of its reasons.
  package static func rule(named text: String) -> Rule? { named(text)?.rule }

  /// What a person names: a rule, or one reason of a rule.
  package static func id(named text: String) -> RuleID? { named(text)?.id }

  private static func named(_ text: String) -> (rule: Rule, id: RuleID)? {
    let wanted = text.lowercased()
    for rule in all {
      if rule.id.description.lowercased() == wanted || rule.name == wanted {
        return (rule, rule.id)
      }
      let reason = rule.reasons.first {
        $0.id.description.lowercased() == wanted || $0.name == wanted
      }
      if let reason { return (rule, reason.id) }
    }
    return nil
  }

  /// The rule, also of one of its reasons.
  package static func rule(_ id: RuleID) -> Rule? {
    all.first { rule in rule.id == id || rule.reasons.contains { $0.id == id } }
  }

  /// Rules that tell of an event for some time: their findings end by themselves, which solves
  /// nothing.
  package static let events: Set<RuleID> = [Rule.recipientChanged.id]

  private static let destinations: [Rule] = [
    .personalDestination, .externalDestination, .disposableDestination, .lookAlikeDestination,
    .undeliverableDestination, .outsidePager, .forwardedOutside, .sharedAddress,
    .somebodyElsesAddress, .recipientChanged,
  ]

  private static let lostMail: [Rule] = [
    .deleteWithoutAddress, .deleteWithPagerOnly, .deleteWithoutAudio, .deleteUndeliverable,
    .deleteExternalRecordings, .deleteLetters, .deleteWithoutFormat, .mailFailed, .mailNotSeen,
    .urgentNotMailed,
  ]

  private static let retention: [Rule] =
    OverAge.rules + [
      .retainedEmailed, .deletedStore, .orphanedMailbox, .leftoverRecordings, .outsideSpool,
    ]

  private static let pins: [Rule] =
    [
      WeakPIN.rule, .unreadablePIN, .plainTextPINs, .worldReadableSecrets, .minimumPINLength,
      .noPINCheck, .manyAttempts,
    ]

  private static let stale: [Rule] = [
    .staleForwarding, .staleMailbox, .neverSetUp, .noGreeting, .unusedMailboxes,
  ]

  private static let spool: [Rule] =
    UnpairedMessageRules.rules + ForeignFileRules.rules + FolderRules.rules + [
      .worldReadableSpool, .numberGap, .strayNames, .staleLock, .unknownEntries,
      .spelledDifferently, .mailboxFull, .oldFull,
    ]

  private static let configuration: [Rule] =
    SyntaxRules.rules + DefinitionRules.rules + FieldRules.rules + OptionRules.rules
    + FileRules.rules

  private static let credentials: [Rule] =
    DeviceRules.rules + AccountRules.rules + ServiceRules.rules + [.certificate]

  private static let coverage: [Rule] = [
    .incompleteCoverage, ElsewhereRule.rule, .partialMailbox, .inferredDomains, .unknownVersion,
  ]
}
