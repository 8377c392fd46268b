import Synchronization
import VmscanModel
import VmscanOdbc

/// Rows over one connection, for threads that take turns.
final class RowSession: Sendable {
  /// What the table's columns leave unknown.
  let gaps: [Sentence]
  private let rows: Mutex<MessageRows>
  private let ahead = Mutex<CopiesAhead?>(nil)

  /// - Throws: `OdbcError`.
  init(
    _ table: DatabaseTable, limits: DatabaseLimits, now: Timestamp
  ) throws(OdbcError) {
    let rows = try MessageRows(table, limits: limits, now: now)
    gaps = rows.gaps
    self.rows = Mutex(rows)
  }

  /// Copy connections to the same moment, which are opened now unless that was begun with the listing.
  func copies() -> [CopiedRows] {
    let begun = ahead.withLock { ahead in
      defer { ahead = nil }
      return ahead
    }
    return (begun ?? rows.withLock { $0.copies() })?.take() ?? []
  }

  /// As `MessageRows.list`.
  func list(
    roots: Set<ByteText>, paths: [ByteText] = []
  ) throws(OdbcError) -> RowListing {
    try rows.withLock { rows throws(OdbcError) in
      if paths.isEmpty, rows.query.estimatedRows >= PagedRows.manyRows {
        ahead.withLock { $0 = $0 ?? rows.copies() }
      }
      return try rows.list(roots: roots, paths: paths)
    }
  }

  /// As `MessageRows.unplayable`.
  func unplayable() throws(OdbcError) -> UnplayableRows? {
    try rows.withLock { rows throws(OdbcError) in try rows.unplayable() }
  }

  /// As `MessageRows.read`.
  func read(_ mailboxes: ArraySlice<RowListing.Mailbox>) throws(OdbcError) -> [SpoolMailbox] {
    try rows.withLock { rows throws(OdbcError) in try rows.read(mailboxes) }
  }
}

/// A listing that waits to be read, in the snapshot in which it was made.
final class ListedRows: Sendable {
  private let waiting = Mutex<(RowSession, RowListing)?>(nil)

  func put(_ session: RowSession, _ listing: RowListing) {
    waiting.withLock { $0 = (session, listing) }
  }

  /// Gives it away; `nil` when there is none.
  func take() -> (RowSession, RowListing)? {
    waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
  }
}
