/// Where actions are recorded before and after they happen.
///
/// Appending returns only when the record survives a crash of the machine.
package protocol ActionJournal: Sendable {
  /// Appends one record and returns its sequence number; the record's own number is ignored.
  func append(_ record: ActionRecord) throws -> Int64
  /// Appends all records or none, in order.
  func append(contentsOf records: [ActionRecord]) throws
  /// Intents without an outcome, oldest first: changes that were interrupted.
  func unfinished() throws -> [ActionRecord]
  /// Records of one action run, or all of them, in journal order.
  func records(run: String?) throws -> [ActionRecord]
}
