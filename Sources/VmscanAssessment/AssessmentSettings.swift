package import VmscanModel

/// What a site tells the judgement; every member has a default that is safe without settings.
package struct AssessmentSettings: Sendable {
  /// Own domains as typed; empty means infer them.
  package var ownDomains: [String] = []
  /// Partner domains, approved as destinations.
  package var approvedDomains: [String] = []
  /// Domains the site adds to or takes from the built-in lists.
  package var personalDomains: [String] = []
  package var notPersonalDomains: [String] = []
  package var disposableDomains: [String] = []
  package var notDisposableDomains: [String] = []
  /// Shortest PIN that is not a finding, in digits.
  package var minimumPINLength = 6
  /// A PIN used by this many mailboxes or more is a finding.
  package var sharedPINThreshold = 2
  /// One address on this many mailboxes or more is a finding.
  package var sharedAddressThreshold = 2
  /// No message and no sign of the owner for this long makes a mailbox stale.
  package var staleAfter = Age.days(90)
  /// How long messages may stay.
  package var retention = RetentionPolicy(
    unheard: .days(90), old: .days(90), saved: .days(365), deleted: .days(30))
  /// Phone numbers that belong to a mailbox, digits only, for the PIN rules.
  package var phoneNumbers: [MailboxID: [String]] = [:]
  /// Rules not to run.
  package var skippedRules: Set<RuleID> = []

  package init() {}
}
