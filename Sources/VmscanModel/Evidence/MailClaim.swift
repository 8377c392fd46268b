/// What was seen while it could be seen: this mail is that recording's, or nobody can know whose it is.
///
/// Once messages are moved, renumbered or deleted, times alone cannot tell the mails of neighbours apart.
package struct MailClaim: Sendable, Hashable {
  /// Mailbox of the message without its context.
  package var mailbox: ByteText
  package var messageID: ByteText
  /// When the mail was accepted.
  package var accepted: Timestamp
  /// Start and seconds of the recording, which stay as they are wherever it is put; 0 and -1 when the
  /// mail may be that of several.
  package var origtime: Timestamp
  package var duration: Int32

  package init(
    mailbox: ByteText, messageID: ByteText, accepted: Timestamp, origtime: Timestamp,
    duration: Int32
  ) {
    self.mailbox = mailbox
    self.messageID = messageID
    self.accepted = accepted
    self.origtime = origtime
    self.duration = duration
  }

  /// A mail that may be that of several messages, whichever of them are left.
  package static func shared(_ mail: MailRecord, of mailbox: ByteText) -> MailClaim {
    MailClaim(
      mailbox: mailbox, messageID: mail.messageID, accepted: mail.accepted,
      origtime: Timestamp(0), duration: -1)
  }

  package var isShared: Bool { duration < 0 }

  package func isOf(_ message: MessageRecord) -> Bool {
    message.origtime == origtime && message.duration == duration
  }
}
