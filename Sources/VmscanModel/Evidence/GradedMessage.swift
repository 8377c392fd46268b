/// A message with the verdict on whether it was e-mailed and the facts behind it.
package struct EmailVerdict: Sendable, Hashable {
  package var grade: EmailGrade
  /// Facts in the order they were weighed, one sentence each.
  package var reasons: [Sentence]
  /// Message-ID of the mail it was matched with.
  package var mail: ByteText?
  /// Effective recipients the mail went to, from the log.
  package var recipients: [MailRecipient]

  package init(
    grade: EmailGrade, reasons: [Sentence], mail: ByteText? = nil, recipients: [MailRecipient] = []
  ) {
    self.grade = grade
    self.reasons = reasons
    self.mail = mail
    self.recipients = recipients
  }
}
