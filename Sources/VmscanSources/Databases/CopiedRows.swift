import Synchronization
import VmscanModel
import VmscanOdbc

/// Rows over a copy connection, as fast as the server gives them.
final class CopiedRows: Sendable {
  private let connection: Mutex<CopyConnection>
  private let query: MessageQuery
  private let place: ByteText
  private let now: Timestamp

  init(
    _ connection: sending CopyConnection, _ query: MessageQuery, of place: ByteText, now: Timestamp
  ) {
    self.connection = Mutex(connection)
    self.query = query
    self.place = place
    self.now = now
  }

  /// The page of mailboxes, to be finished; `nil` when the rows are not as many as the listing of the same moment
  /// counted, or could not be read.
  func read(_ mailboxes: ArraySlice<RowListing.Mailbox>) -> RowPage? {
    var page = RowPage(mailboxes, table: place, now: now)
    guard !page.paths.isEmpty else { return page }
    let (text, hasContext) = (query.text(paths: page.paths), query.hasContext)
    var rows = 0
    let isWhole = connection.withLock { connection in
      connection.read(text, query.forms) { row in
        page.add(RowFields(hasContext: hasContext) { row.value($0) })
        rows += 1
      }
    }
    return isWhole && rows == mailboxes.reduce(0) { $0 + $1.rows } ? page : nil
  }
}
