/// When a mailbox was seen to have a recipient.
package struct RecipientHistory: Sendable, Hashable {
  package var mailbox: MailboxID
  /// As last seen.
  package var recipient: RecipientFacts
  package var firstSeen: Timestamp
  /// Clock of the last run that saw it.
  package var lastSeen: Timestamp
  /// The latest run saw it.
  package var isCurrent: Bool

  package init(
    mailbox: MailboxID, recipient: RecipientFacts, firstSeen: Timestamp, lastSeen: Timestamp,
    isCurrent: Bool
  ) {
    self.mailbox = mailbox
    self.recipient = recipient
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.isCurrent = isCurrent
  }
}
