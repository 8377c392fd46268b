/// Where actions are recorded before and after they happen.
///
/// Appending returns only when the record survives a crash of the machine.
package protocol ActionJournal: Sendable {
  /// Appends one record and returns its sequence number; the record's own number is ignored.
  func append(_ record: ActionRecord) throws -> Int64
  /// The same for use while a folder is locked: gives up within a second, since whoever waits for
  /// the folder waits for this, and Asterisk gives up after some seconds and drops the message.
  ///
  /// - Throws: `JournalBusy` when another program has the journal; nothing was appended then.
  func appendSoon(_ record: ActionRecord) throws -> Int64
  /// Appends all records or none, in order.
  func append(contentsOf records: [ActionRecord]) throws
  /// Intents without an outcome, oldest first: changes that were interrupted.
  func unfinished() throws -> [ActionRecord]
  /// Records of one action run, or all of them, in journal order.
  func records(run: String?) throws -> [ActionRecord]
}

extension ActionJournal {
  /// A journal that nobody else can hold.
  package func appendSoon(_ record: ActionRecord) throws -> Int64 { try append(record) }
}

/// Another program has the journal and did not let go soon enough.
package struct JournalBusy: Error, CustomStringConvertible {
  /// What was tried and who holds it, on one line.
  package let description: String

  package init(_ description: String) { self.description = description }
}
