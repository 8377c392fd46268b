import Synchronization
import VmscanModel
import VmscanOdbc
import VmscanSystem

/// Hands out pages of rows to threads; after a failure no more.
///
/// Where there are many pages, two copy connections read them. What these cannot read is read over
/// ODBC, whose answer holds.
final class PagedRows: Sendable {
  private static let many = 8
  /// From this many rows on there are many pages, whatever folders they are in.
  static let manyRows = many * RowSpool.pageRows

  let pages: [Range<Int>]
  private let mailboxes: [RowListing.Mailbox]
  private let session: RowSession
  private let copies: Mutex<[CopiedRows]>
  /// One for each copy connection that there was; who gets one and finds none left reads over ODBC.
  private let places: Semaphore?
  private let taken = Counter()
  private let failed = Mutex<OdbcError?>(nil)

  init(session: RowSession, pages: [Range<Int>], of mailboxes: [RowListing.Mailbox]) {
    self.pages = pages
    self.mailboxes = mailboxes
    self.session = session
    let copies = pages.count < Self.many ? [] : session.copies()
    places = copies.isEmpty ? nil : Semaphore(copies.count)
    self.copies = Mutex(copies)
  }

  var failure: OdbcError? { failed.withLock { $0 } }

  /// The next page, each given once.
  func next() -> [SpoolMailbox]? {
    taken.take(below: pages.count).flatMap(read)
  }

  /// A page; `nil` when it or an earlier one could not be read.
  func read(_ number: Int) -> [SpoolMailbox]? {
    guard failure == nil else { return nil }
    let page = mailboxes[pages[number]]
    if let copied = copied(page) { return copied }
    do throws(OdbcError) {
      return try session.read(page)
    } catch {
      failed.withLock { $0 = $0 ?? error }
      return nil
    }
  }

  private func copied(_ page: ArraySlice<RowListing.Mailbox>) -> [SpoolMailbox]? {
    // Others use the connection while this thread finishes what it has read.
    rows(of: page)?.finished()
  }

  /// A connection that failed once is not used again.
  private func rows(of page: ArraySlice<RowListing.Mailbox>) -> RowPage? {
    guard let places else { return nil }
    places.wait()
    defer { places.signal() }
    guard let copy = copies.withLock({ $0.popLast() }), let rows = copy.read(page) else {
      return nil
    }
    copies.withLock { $0.append(copy) }
    return rows
  }
}
