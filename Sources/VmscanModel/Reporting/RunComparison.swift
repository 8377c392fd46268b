/// What changed between two recorded runs.
package struct RunComparison: Sendable, Hashable {
  package var before: RecordedRun
  package var after: RecordedRun
  /// Findings of the later run that the earlier one had not, in report order.
  package var appeared: [ReportedFinding]
  /// Findings of the earlier run that the later one has not, in report order.
  package var disappeared: [ReportedFinding]
  /// Mailboxes by id; only those that differ.
  package var recipients: [RecipientChange]
  package var mailboxesAdded: [MailboxID]
  package var mailboxesRemoved: [MailboxID]

  package init(
    before: RecordedRun, after: RecordedRun, appeared: [ReportedFinding],
    disappeared: [ReportedFinding], recipients: [RecipientChange], mailboxesAdded: [MailboxID],
    mailboxesRemoved: [MailboxID]
  ) {
    self.before = before
    self.after = after
    self.appeared = appeared
    self.disappeared = disappeared
    self.recipients = recipients
    self.mailboxesAdded = mailboxesAdded
    self.mailboxesRemoved = mailboxesRemoved
  }
}

/// Recipients that a mailbox present in both runs gained or lost.
package struct RecipientChange: Sendable, Hashable {
  package var mailbox: MailboxID
  package var added: [RecipientFacts]
  package var removed: [RecipientFacts]

  package init(mailbox: MailboxID, added: [RecipientFacts], removed: [RecipientFacts]) {
    self.mailbox = mailbox
    self.added = added
    self.removed = removed
  }
}
