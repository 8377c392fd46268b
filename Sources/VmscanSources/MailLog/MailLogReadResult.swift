package import VmscanModel

/// What reading a mail log showed beside the mails themselves.
package struct MailLogReadResult: Sendable {
  /// Stretches without a hole; empty while the log has shown no voicemail mail.
  package var coverage: [LogCoverage]
  /// When the logger dropped lines: there is no coverage then, whatever was covered before.
  package var holes: [ClosedRange<Timestamp>] = []
  /// Where to go on next time; `nil` when the input cannot be read twice.
  package var cursor: LogCursor?
  package var problems: [SourceProblem]
  /// Lines that some supported mail server wrote.
  package var recognisedLines: Int
}
