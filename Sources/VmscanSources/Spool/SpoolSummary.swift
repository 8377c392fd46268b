package import VmscanModel

/// What a walk tells beside the mailboxes it delivered.
package struct SpoolSummary: Sendable {
  /// Names of the context directories, sorted, those without a mailbox included.
  package var contexts: [ByteText] = []
  /// Mailbox directories delivered.
  package var mailboxes = 0
  /// Files where only directories belong, in the spool's root (`name`) or in a context
  /// (`context/name`), sorted.
  package var strayEntries: [StrayFile] = []
  /// What could not be read above the mailboxes, sorted by path; those of a mailbox are in it.
  package var problems: [SourceProblem] = []
  /// Mailboxes whose directories were as an earlier walk remembered them, and were not read again.
  package var recalled = 0
  /// Why memory could not be used or kept; what it could not tell was read.
  package var memoryFailure: String?
  /// The walk was cancelled: mailboxes are missing.
  package var wasCancelled = false

  package init() {}
}

/// The outcome of a walk: one accumulator per thread, in no meaningful order.
package struct SpoolWalk<Accumulator: Sendable>: Sendable {
  package var accumulators: [Accumulator]
  package var summary: SpoolSummary
}
