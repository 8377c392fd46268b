/// A mailbox directory as an earlier scan read it, in a form only its reader knows.
package struct RememberedMailbox: Sendable {
  package var id: MailboxID
  package var content: [UInt8]

  package init(id: MailboxID, content: [UInt8]) {
    self.id = id
    self.content = content
  }
}

/// What earlier scans remember of a spool, so that unchanged mailboxes need not be read again.
///
/// Used from several threads. Whatever fails or is missing makes a mailbox be read, never more.
package protocol SpoolMemory: Sendable {
  /// The remembered mailboxes behind `previous` (from the first when `nil`) up to and with `last`
  /// (to the end when `nil`), in order.
  func recall(after previous: MailboxID?, through last: MailboxID?) throws -> [RememberedMailbox]
  func remember(_ mailboxes: [RememberedMailbox]) throws
  func forget(_ mailboxes: [MailboxID]) throws
}
