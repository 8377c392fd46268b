/// Where the rows of one run come from that is published; all of one moment, already masked.
package protocol PublicationSource {
  /// Whether journal and registers go with the run; without them, nothing is known of theirs.
  var hasRegisters: Bool { get }

  /// The rows that began with the run, or all that held in it when the fleet knows none before.
  ///
  /// The values are those of the table's `sent` columns.
  func rows(of table: PublishedTable, _ body: ([PublishedValue]) throws -> Void) throws

  /// The states that ended with the run.
  func endings(of table: PublishedTable, _ body: (PublishedEnding) throws -> Void) throws
}
