import Synchronization
import VmscanModel
import VmscanOdbc
import VmscanSystem

/// Hands out pages of rows to threads; after a failure no more.
///
/// Each connection runs one query at a time. Where there are many pages there are two of them, so that
/// the server works on one while the driver hands over the other.
final class PagedRows: Sendable {
  private static let many = 8

  let pages: [Range<Int>]
  private let mailboxes: [RowListing.Mailbox]
  private let sessions: [RowSession]
  private let taken = Counter()
  private let failed = Mutex<OdbcError?>(nil)

  init(session: RowSession, pages: [Range<Int>], of mailboxes: [RowListing.Mailbox]) {
    self.pages = pages
    self.mailboxes = mailboxes
    let twin = pages.count >= Self.many ? session.twin() : nil
    sessions = [session] + (twin.map { [$0] } ?? [])
  }

  var failure: OdbcError? { failed.withLock { $0 } }

  /// The next page, each given once.
  func next() -> [SpoolMailbox]? {
    taken.take(below: pages.count).flatMap(read)
  }

  /// A page; `nil` when it or an earlier one could not be read.
  func read(_ number: Int) -> [SpoolMailbox]? {
    guard failure == nil else { return nil }
    do throws(OdbcError) {
      return try sessions[number % sessions.count].read(mailboxes[pages[number]])
    } catch {
      failed.withLock { $0 = $0 ?? error }
      return nil
    }
  }
}
