import GRDB
package import VmscanModel

/// Mail evidence from history, as it stood when it was opened or later.
///
/// Mailboxes without any mail are answered without asking the database.
package struct StoredEvidence: MailEvidence {
  private let store: HistoryStore
  private let numbers: [ByteText: Int64]
  private let stretches: [LogCoverage]
  /// The shared texts, as far as they are few: hosts and logs.
  private let known: [Int64: ByteText]

  init(
    store: HistoryStore, numbers: [ByteText: Int64], stretches: [LogCoverage],
    known: [Int64: ByteText]
  ) {
    self.known = known
    self.store = store
    self.numbers = numbers
    self.stretches = stretches
  }

  package func mails(forMailbox mailbox: ByteText) throws -> [MailRecord] {
    guard let number = numbers[mailbox] else { return [] }
    let mails = try StoreError.translated(store.path) {
      // One statement sees one state of the database, a transaction around it would only cost.
      try store.database.unsafeRead { db in
        var words = Words(db, known: known)
        let statement = try db.cachedStatement(
          sql: "SELECT \(MailRow.columns) FROM mail WHERE number = ?")
        let rows = try Row.fetchCursor(statement, arguments: [number])
        var mails: [MailRecord] = []
        while let row = try rows.next() {
          mails.append(try MailRow.record(row, mailbox: mailbox, words: &words))
        }
        return mails
      }
    }
    return mails.sorted { ($0.accepted, $0.messageID) < ($1.accepted, $1.messageID) }
  }

  package func coverage() throws -> [LogCoverage] { stretches }
}
