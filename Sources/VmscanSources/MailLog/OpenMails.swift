import VmscanFormats
import VmscanModel

/// The mails under way, found by queue id.
///
/// A hash table of its own, because most lines of a log ask it for an id that it does not have.
struct OpenMails {
  /// First slot of each bucket, -1 for none.
  private var heads = [Int32](repeating: -1, count: QueueKey.buckets)
  private var keys: [QueueKey] = []
  private var mails: [PendingMail] = []
  private var isUsed: [Bool] = []
  private var next: [Int32] = []
  private var free: [Int32] = []

  /// Whether a bucket is in use; ids of other mails may share it.
  @inline(__always)
  func mayHold(bucket: Int) -> Bool { heads[bucket] >= 0 }

  /// The slot of a queue id.
  func slot(of key: QueueKey) -> Int? {
    var slot = heads[key.bucket]
    while slot >= 0 {
      if keys[Int(slot)] == key { return Int(slot) }
      slot = next[Int(slot)]
    }
    return nil
  }

  /// Changes the mail in a slot in place.
  @inline(__always)
  mutating func change(_ slot: Int, _ body: (inout PendingMail) -> Void) { body(&mails[slot]) }

  func mail(_ slot: Int) -> PendingMail { mails[slot] }

  /// Takes a mail whose id is not there yet.
  mutating func insert(_ mail: PendingMail, _ key: QueueKey) {
    let slot: Int
    if let reused = free.popLast() {
      slot = Int(reused)
      keys[slot] = key
      mails[slot] = mail
      isUsed[slot] = true
    } else {
      slot = keys.count
      keys.append(key)
      mails.append(mail)
      isUsed.append(true)
      next.append(-1)
    }
    next[slot] = heads[key.bucket]
    heads[key.bucket] = Int32(slot)
  }

  mutating func remove(_ slot: Int) -> PendingMail? {
    let bucket = keys[slot].bucket
    if heads[bucket] == Int32(slot) {
      heads[bucket] = next[slot]
    } else {
      var before = Int(heads[bucket])
      while before >= 0, next[before] != Int32(slot) { before = Int(next[before]) }
      guard before >= 0 else { return nil }
      next[before] = next[slot]
    }
    free.append(Int32(slot))
    isUsed[slot] = false
    // Moved out, not copied: a mail holds many shared texts.
    var mail = Self.blank
    swap(&mail, &mails[slot])
    return mail
  }

  private static let blank = PendingMail(
    record: MailRecord(
      source: .postfix, origin: "", messageID: "", messageNumber: 0, mailbox: "", pid: 0,
      host: "", accepted: Timestamp(0)), scope: "", touched: Timestamp(0))

  var all: [PendingMail] { mails.indices.filter { isUsed[$0] }.map { mails[$0] } }

  func key(_ slot: Int) -> QueueKey { keys[slot] }

  /// Slots of mails last heard of before a time.
  func silent(since limit: Timestamp) -> [Int] {
    mails.indices.filter { isUsed[$0] && mails[$0].touched < limit }
  }
}
