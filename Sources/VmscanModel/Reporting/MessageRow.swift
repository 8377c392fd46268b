/// One message as `vmscan messages` shows it.
package struct MessageRow: Sendable {
  package var mailbox: MailboxID
  package var folder: Folder
  /// NNNN of the file name, 0-based.
  package var number: Int32
  package var messageID: ByteText
  package var origtime: Timestamp?
  /// Seconds.
  package var duration: Int32?
  package var bytes: ByteCount
  /// Names of the message's files in the folder, sorted.
  package var files: [ByteText]
  package var emailed: EmailVerdict
  package var problems: MessageProblems
  /// Caller as in the envelope; redacted by the report unless asked for.
  package var callerID: ByteText

  package init(
    mailbox: MailboxID, folder: Folder, number: Int32, messageID: ByteText, origtime: Timestamp?,
    duration: Int32?, bytes: ByteCount, files: [ByteText], emailed: EmailVerdict,
    problems: MessageProblems, callerID: ByteText
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.number = number
    self.messageID = messageID
    self.origtime = origtime
    self.duration = duration
    self.bytes = bytes
    self.files = files
    self.emailed = emailed
    self.problems = problems
    self.callerID = callerID
  }
}
