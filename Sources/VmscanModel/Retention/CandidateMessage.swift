/// What is known of one message when it is decided whether it may stay.
///
/// Made from a scanned `MessageRecord`, or from a quarantine entry when messages are restored.
package struct CandidateMessage: Sendable, Hashable {
  package var mailbox: MailboxID
  package var folder: Folder
  /// NNNN of the file name, 0-based.
  package var number: Int32
  package var messageID: ByteText
  /// Start of the recording; `nil` when the envelope does not say.
  package var origtime: Timestamp?
  /// Seconds of audio as the envelope says.
  package var duration: Int32?
  /// Bytes of all files of the message, envelope included.
  package var bytes: ByteCount
  /// Number of files, envelope included.
  package var fileCount: Int
  /// `st_mtime` of the envelope in seconds; distinguishes a message from another that took its number.
  package var envelopeModified: Int64
  package var problems: MessageProblems
  package var grade: EmailGrade
  /// Caller as in the envelope, for holds; never printed nor recorded.
  package var callerID: ByteText
  /// The directory belongs to no configured mailbox.
  package var isOrphaned: Bool

  package init(
    mailbox: MailboxID, folder: Folder, number: Int32, messageID: ByteText = "",
    origtime: Timestamp? = nil, duration: Int32? = nil, bytes: ByteCount = .zero,
    fileCount: Int = 0, envelopeModified: Int64 = 0, problems: MessageProblems = [],
    grade: EmailGrade = .none, callerID: ByteText = "", isOrphaned: Bool = false
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.number = number
    self.messageID = messageID
    self.origtime = origtime
    self.duration = duration
    self.bytes = bytes
    self.fileCount = fileCount
    self.envelopeModified = envelopeModified
    self.problems = problems
    self.grade = grade
    self.callerID = callerID
    self.isOrphaned = isOrphaned
  }

  /// The message of a scanned mailbox, with its grade.
  package init(
    _ record: MessageRecord, in mailbox: SpoolMailbox, grade: EmailGrade, isOrphaned: Bool
  ) {
    self.init(
      mailbox: mailbox.id, folder: record.folder, number: record.number,
      messageID: mailbox.string(record.messageID), origtime: record.origtime,
      duration: record.duration, bytes: ByteCount(record.bytes),
      fileCount: Int(record.fileCount), envelopeModified: record.envelopeModified,
      problems: record.problems, grade: grade, callerID: mailbox.string(record.callerID),
      isOrphaned: isOrphaned)
  }
}

extension CandidateMessage {
  /// Age at `now`; `nil` when `origtime` is missing or lies in the future.
  package func age(at now: Timestamp) -> Age? {
    guard let origtime, origtime <= now else { return nil }
    return Age(seconds: now.epochSeconds - origtime.epochSeconds)
  }
}
