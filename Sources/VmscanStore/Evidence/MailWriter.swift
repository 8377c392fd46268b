import GRDB
import Synchronization
import VmscanModel
import VmscanSystem

/// Writes full buffers of mails, one at a time, on a thread of its own, while the next one is filled.
///
/// Sendable without checks because only the thread uses the members while there is one, and whoever
/// fills the buffers only after it has waited for its end.
final class MailWriter: @unchecked Sendable {
  private let store: HistoryStore
  private var numbers = MailNumbers()
  private(set) var added = 0
  private(set) var changed = 0

  private var thread: SystemThread?
  /// What the thread writes; an empty one to be filled next when it has ended.
  private var buffer: MailBuffer?
  private var failure: (any Error)?
  private var great: GreatImport?
  private var hasBegun = false
  /// What is written last; whoever takes it out writes it.
  private let last = Mutex<Last?>(nil)

  /// The mails that are left at the end of an import, and what becomes durable with them.
  private struct Last {
    let mails: MailBuffer
    let more: @Sendable (Database) throws -> Void
  }

  init(store: HistoryStore) { self.store = store }

  /// Begins to write a buffer's mails in a transaction of their own, and leaves an empty one.
  ///
  /// - Throws: What writing the one before it failed with.
  func begin(_ full: inout MailBuffer) throws {
    try wait()
    guard !full.isEmpty else { return }
    var next = buffer ?? MailBuffer(isLarge: true)
    swap(&next, &full)
    buffer = consume next
    thread = SystemThread { self.writeBuffer() }
    if thread == nil {
      writeBuffer()
      try wait()
    }
  }

  /// Waits until everything that was begun is written.
  func wait() throws {
    join()
    guard let failure else { return }
    self.failure = nil
    throw failure
  }

  /// Waits for the thread's end, however it ends.
  private func join() {
    thread?.join()
    thread = nil
  }

  /// Writes the last mails and what becomes durable with them in one transaction: the one under way, so
  /// that its pages need not be written twice, or one of their own.
  func finish(
    with mails: MailBuffer, _ more: @escaping @Sendable (Database) throws -> Void
  ) throws {
    last.withLock { $0 = Last(mails: mails, more: more) }
    try wait()
    guard last.withLock({ $0 != nil }) else { return }
    try store.write { try writeLast($0) }
  }

  private func writeLast(_ db: Database) throws {
    guard let last = last.withLock({ $0.take() }) else { return }
    try write(last.mails, db)
    try last.more(db)
  }

  /// Waits until nothing is written any more, and leaves the history as others expect it.
  func finish() {
    join()
    great.take()?.finish()
  }

  private func writeBuffer() {
    do {
      // Taken out, so that no copy is made when it is emptied.
      guard var mails = buffer.take() else { return }
      if !hasBegun { great = GreatImport(store) }
      hasBegun = true
      try store.write {
        try write(mails, $0)
        try writeLast($0)
      }
      mails.clear()
      buffer = consume mails
    } catch { failure = error }
  }

  private func write(_ buffer: MailBuffer, _ db: Database) throws {
    try numbers.refresh(db)
    for group in buffer.grouped() {
      var number = try numbers.loaded(group.mailbox, db)
      try write(group, of: buffer, to: &number, db)
      numbers.keep(number)
    }
  }

  /// Writes a number's mails behind its chunks, or merges them with the chunks they meet.
  private func write(
    _ group: MailBuffer.Group, of buffer: MailBuffer, to number: inout MailNumbers.Number,
    _ db: Database
  ) throws {
    let mails = group.mails
    guard let first = mails.first?.accepted, let last = mails.last?.accepted else { return }
    guard number.reach < first, !group.hasRepeats else {
      return try merge(mails, of: buffer, from: first, to: last, number: &number, db)
    }
    let size = mails.reduce(0) { $0 + $1.bytes.count }
    // A handful of mails joins the chunk before: years of nights must not leave a chunk for each.
    if number.tail.bytes > 0, size < MailChunk.page / 4, size + number.tail.bytes <= MailChunk.page
    {
      try MailChunk.append(db, mails, of: buffer, to: number.tail.id)
      number.tail.bytes += size
    } else {
      number.tail = try MailChunk.insert(db, mails, of: buffer, number: number.id)
    }
    number.reach = last
    added += mails.count
  }

  private func merge(
    _ mails: ArraySlice<MailBuffer.Entry>, of buffer: MailBuffer, from: Int64, to: Int64,
    number: inout MailNumbers.Number, _ db: Database
  ) throws {
    let old = try MailChunk.chunks(db, of: number.id, from: from, to: to)
    var texts = Words(db)
    var merge = MailMerge()
    for chunk in old { merge.addKnown(try chunk.mails(of: number.mailbox) { try texts.text($0) }) }
    for mail in mails {
      let one = MailChunk(id: 0, packed: Array(buffer.bytes(of: mail)))
      for record in try one.mails(of: number.mailbox, word: { try texts.text($0) }) {
        merge.add(record)
      }
    }
    guard merge.added + merge.changed > 0 else { return }
    added += merge.added
    changed += merge.changed
    try MailChunk.remove(db, old)
    var whole = MailBuffer()
    for mail in MailKey.ordered(merge.mails) {
      try whole.add(mail, of: number.mailbox, words: &texts)
    }
    let tail = try MailChunk.insert(db, whole.entries[...], of: whole, number: number.id)
    guard let last = whole.entries.last?.accepted, last >= number.reach else { return }
    (number.reach, number.tail) = (last, tail)
  }
}
