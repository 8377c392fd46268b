package import VmscanModel

/// Where mailboxes with their messages are read from: directories of files, or rows of a table.
///
/// What cannot be read is a problem of the mailbox, or of the whole where no mailbox can be named.
package protocol MailboxSource: Sendable {
  /// Reads every mailbox and hands each to `visit` once, with the accumulator of its thread.
  func walk<Accumulator: Sendable>(
    into makeAccumulator: @escaping @Sendable () -> Accumulator,
    isCancelled: @escaping @Sendable () -> Bool,
    visit: @escaping @Sendable (inout Accumulator, SpoolMailbox) -> Void
  ) -> SpoolWalk<Accumulator>

  /// The mailboxes there are, in the order in which `forEachMailbox` wants them.
  func mailboxes() -> (ids: [MailboxID], problems: [SourceProblem])

  /// Reads mailboxes and hands what `judge` makes of them over on this thread, in the order of
  /// `ids`; those that are not there are left out.
  ///
  /// - Throws: What `body` throws.
  func forEachMailbox<Part: Sendable>(
    of ids: [MailboxID], judge: @escaping @Sendable (SpoolMailbox) -> Part,
    _ body: (Part) throws -> Void
  ) throws

  /// Reads one mailbox; `nil` when it is not there.
  func readMailbox(_ id: MailboxID) -> SpoolMailbox?
}

extension SpoolWalker: MailboxSource {}
