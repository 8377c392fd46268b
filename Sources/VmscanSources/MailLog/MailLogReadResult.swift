package import VmscanModel

/// What reading a mail log showed beside the mails themselves.
package struct MailLogReadResult: Sendable {
  /// Stretches without a hole; empty while the log has shown no voicemail mail.
  package var coverage: [LogCoverage]
  /// Where to go on next time; `nil` when the input cannot be read twice.
  package var cursor: LogCursor?
  package var problems: [SourceProblem]
  /// Lines that some supported mail server wrote.
  package var recognisedLines: Int
}
