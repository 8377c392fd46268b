/// What a scan saw while it could be seen: this mail is that recording's.
///
/// Once messages are moved, renumbered or deleted, times alone cannot tell the mails of neighbours apart.
package struct MailClaim: Sendable, Hashable {
  /// Mailbox without context, as the mail names it.
  package var mailbox: ByteText
  package var messageID: ByteText
  /// When the mail was accepted.
  package var accepted: Timestamp
  /// Start and seconds of the recording, which stay as they are wherever it is put.
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

  package func isOf(_ message: MessageRecord) -> Bool {
    message.origtime == origtime && message.duration == duration
  }
}
