/// One line of the journal of the proof-keeping mail command: a mail, then what became of it.
package struct MailerJournalEntry: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Codable {
    /// Written before the mail command gets the end of the mail.
    case handed
    /// Written when the mail command has ended.
    case ended
  }

  package var kind: Kind
  /// Joins the two lines of one mail.
  package var key: String
  package var time: Timestamp
  /// Message-ID header without angle brackets; empty when there is none, as in pages.
  package var messageID: ByteText
  /// Addresses of the To header, as written, at most 64.
  package var recipients: [ByteText]
  package var hasAudio: Bool
  /// Bytes of the mail.
  package var size: Int64
  /// The command run, first word only.
  package var command: ByteText
  /// Exit status of the command, or 128 plus the signal that ended it.
  package var exitStatus: Int32?

  package init(
    kind: Kind, key: String, time: Timestamp, messageID: ByteText, recipients: [ByteText],
    hasAudio: Bool, size: Int64, command: ByteText, exitStatus: Int32? = nil
  ) {
    self.kind = kind
    self.key = key
    self.time = time
    self.messageID = messageID
    self.recipients = recipients
    self.hasAudio = hasAudio
    self.size = size
    self.command = command
    self.exitStatus = exitStatus
  }
}
