import VmscanModel

/// One configured mailbox with what lies in the spool for it, whatever the spelling.
///
/// A reference, because every rule is handed every mailbox.
final class ConfiguredView: Sendable {
  let mailbox: ConfiguredMailbox
  /// Usually one; more when directories differ from the configured name by case only.
  let facts: [MailboxFacts]
  let knowledge: DestinationKnowledge?
  let pin: PINVerdict

  init(
    mailbox: ConfiguredMailbox, facts: [MailboxFacts], knowledge: DestinationKnowledge?,
    pin: PINVerdict
  ) {
    self.mailbox = mailbox
    self.facts = facts
    self.knowledge = knowledge
    self.pin = pin
  }

  var id: MailboxID { mailbox.id }
  var subject: FindingSubject { .mailbox(mailbox.id) }
  var place: [Place] { [Place(mailbox.origin)] }
  var recipients: [RecipientFacts] { facts.first?.recipients ?? [] }
  var emailRecipients: [RecipientFacts] { recipients.filter { $0.channel == .email } }
  var effectiveRecipients: [RecipientFacts] { facts.first?.effectiveRecipients ?? [] }
  var hasDirectory: Bool { facts.contains(where: \.hasDirectory) }
  var isPartial: Bool { facts.contains(where: \.isPartial) }
  var hasEmail: Bool { mailbox.hasEmail }
  var hasPager: Bool { mailbox.pagerAddress != nil }
  var deletes: Bool { mailbox.deleteAfterEmail.value }
  var attaches: Bool { mailbox.attach.value }

  /// Places of the line and of the settings named, without repetition.
  func places(_ origins: Origin?...) -> [Place] {
    origins.compactMap { $0.map { Place($0) } }.reduce(into: place) { list, next in
      if !list.contains(next) { list.append(next) }
    }
  }
}

extension ConfiguredMailbox {
  var hasEmail: Bool { emailField.map { !$0.isEmpty } ?? false }
}
