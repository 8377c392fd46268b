import VmscanModel

/// One configured mailbox with what lies in the spool for it, whatever the spelling.
///
/// A reference, because every rule is handed every mailbox.
final class ConfiguredView: Sendable {
  let mailbox: ConfiguredMailbox
  /// Usually one; more when directories differ from the configured name by case only.
  let facts: [MailboxFacts]
  let knowledge: DestinationKnowledge?
  /// Its directory, if there is one, lies where nothing could be read.
  private let isHidden: Bool

  init(
    mailbox: ConfiguredMailbox, facts: [MailboxFacts], knowledge: DestinationKnowledge?,
    isHidden: Bool
  ) {
    self.mailbox = mailbox
    self.facts = facts
    self.knowledge = knowledge
    self.isHidden = isHidden
  }

  var id: MailboxID { mailbox.id }
  var subject: FindingSubject { .mailbox(mailbox.id) }
  var place: [String] { [mailbox.origin.description] }
  var recipients: [RecipientFacts] { facts.first?.recipients ?? [] }
  var emailRecipients: [RecipientFacts] { recipients.filter { $0.channel == .email } }
  var effectiveRecipients: [RecipientFacts] { facts.first?.effectiveRecipients ?? [] }
  var hasDirectory: Bool { facts.contains(where: \.hasDirectory) }
  var isPartial: Bool { isHidden || facts.contains(where: \.isPartial) }
  var hasEmail: Bool { mailbox.emailField.map { !$0.isEmpty } ?? false }
  var hasPager: Bool { mailbox.pagerAddress != nil }
  var deletes: Bool { mailbox.deleteAfterEmail.value }
  var attaches: Bool { mailbox.attach.value }

  /// Places of the line and of the settings named, without repetition.
  func places(_ origins: Origin?...) -> [String] {
    origins.compactMap { $0?.description }.reduce(into: place) { list, next in
      if !list.contains(next) { list.append(next) }
    }
  }
}
