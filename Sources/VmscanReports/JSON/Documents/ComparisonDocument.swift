import VmscanModel

/// What changed between two runs.
struct ComparisonDocument: Encodable {
  struct Run: Encodable {
    var id: Int64
    var started: String
    var complete: Bool
    var messages: Int
    var retainedEmailed: Int

    init(_ run: RecordedRun) {
      id = run.run.id
      started = run.run.started.description
      complete = run.isComplete
      messages = run.totals.messages.messages
      retainedEmailed = run.totals.retainedEmailed.messages
    }
  }

  struct Change: Encodable {
    var mailbox: String
    var added: [RecipientDocument]
    var removed: [RecipientDocument]
  }

  var before: Run
  var after: Run
  var appeared: [FindingDocument]
  var disappeared: [FindingDocument]
  /// Fingerprints of those that disappeared without their cause being mended.
  var noLongerApply: [String]
  var cameAndWent: [FindingDocument]
  var recipients: [Change]
  var mailboxesAdded: [String]
  var mailboxesRemoved: [String]

  init(_ comparison: RunComparison) {
    before = Run(comparison.before)
    after = Run(comparison.after)
    appeared = comparison.appeared.map { FindingDocument($0) }
    disappeared = comparison.disappeared.map { FindingDocument($0) }
    noLongerApply = comparison.noLongerApplying.map(\.finding.fingerprint.description)
    cameAndWent = comparison.cameAndWent.map { FindingDocument($0) }
    recipients = comparison.recipients.map { change in
      Change(
        mailbox: TerminalText.escape(change.mailbox.description),
        added: change.added.map { RecipientDocument($0) },
        removed: change.removed.map { RecipientDocument($0) })
    }
    mailboxesAdded = comparison.mailboxesAdded.map { TerminalText.escape($0.description) }
    mailboxesRemoved = comparison.mailboxesRemoved.map { TerminalText.escape($0.description) }
  }
}
