import GRDB
package import VmscanModel

/// Mail evidence from history, as it stood when it was opened or later.
///
/// Mailboxes without any mail are answered without asking the database. Of the others only the
/// packed mails are fetched one caller after the other; each unpacks them for himself.
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
    // One statement sees one state of the database, a transaction around it would only cost.
    let chunks = try StoreError.translated(store.path) {
      try store.database.unsafeRead { try MailChunk.chunks($0, of: number) }
    }
    var merge = MailMerge()
    for chunk in chunks {
      let mails = try StoreError.translated(store.path) {
        try chunk.mails(of: mailbox, word: word)
      }
      if chunks.count == 1 { return MailKey.ordered(mails) }
      merge.addKnown(mails)
    }
    return MailKey.ordered(merge.mails)
  }

  private func word(_ id: Int64) throws -> ByteText {
    if let word = known[id] { return word }
    return try StoreError.translated(store.path) {
      try store.database.unsafeRead { db in
        var words = Words(db)
        return try words.text(id)
      }
    }
  }

  package func coverage() throws -> [LogCoverage] { stretches }
}
