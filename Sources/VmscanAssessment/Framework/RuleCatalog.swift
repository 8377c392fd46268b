package import VmscanModel

/// Every rule there is.
package enum RuleCatalog {
  /// Sorted by identifier.
  package static let all: [Rule] =
    (destinations + lostMail + retention + pins + stale + spool + configuration + coverage)
    .sorted { $0.id < $1.id }

  /// A rule by identifier, or by short name as a person types it.
  package static func rule(named text: String) -> Rule? {
    let wanted = text.lowercased()
    return all.first { $0.id.description.lowercased() == wanted || $0.name == wanted }
  }

  package static func rule(_ id: RuleID) -> Rule? { all.first { $0.id == id } }

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
    WeakPIN.rules + [
      .sharedPIN, .unreadablePIN, .plainTextPINs, .worldReadableSecrets, .minimumPINLength,
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

  private static let coverage: [Rule] = [
    .incompleteCoverage, ElsewhereRule.rule, .partialMailbox, .inferredDomains, .unknownVersion,
  ]
}
