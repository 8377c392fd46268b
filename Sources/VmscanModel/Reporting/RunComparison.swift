/// What changed between two recorded runs.
package struct RunComparison: Sendable, Hashable {
  package var before: RecordedRun
  package var after: RecordedRun
  /// Findings of the later run that the earlier one had not, in report order.
  package var appeared: [ReportedFinding]
  /// Findings of the earlier run that the later one has not, in report order.
  package var disappeared: [ReportedFinding]
  /// Of those that disappeared the ones whose cause was not mended: the mailbox is gone, the rule was
  /// not run, or another finding took over.
  package var inapplicable: Set<Fingerprint>
  /// Findings that neither run has and that were open in between, in report order.
  package var cameAndWent: [ReportedFinding]
  /// Mailboxes by id; only those that differ.
  package var recipients: [RecipientChange]
  package var mailboxesAdded: [MailboxID]
  package var mailboxesRemoved: [MailboxID]

  package init(
    before: RecordedRun, after: RecordedRun, appeared: [ReportedFinding],
    disappeared: [ReportedFinding], inapplicable: Set<Fingerprint> = [],
    cameAndWent: [ReportedFinding] = [], recipients: [RecipientChange],
    mailboxesAdded: [MailboxID], mailboxesRemoved: [MailboxID]
  ) {
    self.before = before
    self.after = after
    self.appeared = appeared
    self.disappeared = disappeared
    self.inapplicable = inapplicable
    self.cameAndWent = cameAndWent
    self.recipients = recipients
    self.mailboxesAdded = mailboxesAdded
    self.mailboxesRemoved = mailboxesRemoved
  }

  /// Findings whose cause is gone.
  package var resolved: [ReportedFinding] {
    disappeared.filter { !inapplicable.contains($0.finding.fingerprint) }
  }

  /// Findings that went without their cause being mended.
  package var noLongerApplying: [ReportedFinding] {
    disappeared.filter { inapplicable.contains($0.finding.fingerprint) }
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
