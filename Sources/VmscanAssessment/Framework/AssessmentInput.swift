package import VmscanModel

/// Everything the rules judge; nothing else reaches them.
package struct AssessmentInput: Sendable {
  package var configuration: VoicemailConfiguration
  /// One entry per mailbox directory and per configured mailbox without one.
  package var facts: [MailboxFacts]
  /// What earlier runs saw, by mailbox as configured.
  package var knowledge: [MailboxID: DestinationKnowledge]
  /// Of configuration, spool and logs together.
  package var coverage: Coverage
  package var ownDomains: OwnDomains
  package var settings: AssessmentSettings
  package var now: Timestamp
  /// Voicemail outside the spool, such as mail files left in the temporary directory.
  package var outsideSpool: [StrayFile]
  /// What opens the system besides PINs, judged.
  package var credentials = CredentialVerdict()
  /// Those in force: what is accepted is distinguished from what is not.
  package var acceptances: [Acceptance] = []

  package init(
    configuration: VoicemailConfiguration, facts: [MailboxFacts],
    knowledge: [MailboxID: DestinationKnowledge] = [:], coverage: Coverage,
    ownDomains: OwnDomains, settings: AssessmentSettings, now: Timestamp,
    outsideSpool: [StrayFile] = []
  ) {
    self.configuration = configuration
    self.facts = facts
    self.knowledge = knowledge
    self.coverage = coverage
    self.ownDomains = ownDomains
    self.settings = settings
    self.now = now
    self.outsideSpool = outsideSpool
  }
}
