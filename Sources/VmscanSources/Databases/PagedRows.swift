import Synchronization
import VmscanModel
import VmscanOdbc
import VmscanSystem

/// Hands out pages of rows to threads, one query at a time; after a failure no more.
final class PagedRows: Sendable {
  let pages: [Range<Int>]
  private let mailboxes: [RowListing.Mailbox]
  private let session: Mutex<MessageRows>
  private let taken = Counter()
  private let failed = Mutex<OdbcError?>(nil)

  init(session: sending MessageRows, pages: [Range<Int>], of mailboxes: [RowListing.Mailbox]) {
    self.pages = pages
    self.mailboxes = mailboxes
    self.session = Mutex(session)
  }

  var failure: OdbcError? { failed.withLock { $0 } }

  /// The next page, each given once.
  func next() -> [SpoolMailbox]? {
    taken.take(below: pages.count).flatMap(read)
  }

  /// A page; `nil` when it or an earlier one could not be read.
  func read(_ number: Int) -> [SpoolMailbox]? { read(mailboxes[pages[number]]) }

  private func read(_ part: ArraySlice<RowListing.Mailbox>) -> [SpoolMailbox]? {
    session.withLock { session in
      guard failure == nil else { return nil }
      do throws(OdbcError) {
        return try session.read(part)
      } catch {
        failed.withLock { $0 = error }
        return nil
      }
    }
  }
}
