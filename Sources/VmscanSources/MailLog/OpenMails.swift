import VmscanFormats
import VmscanModel

/// The mails under way, found by queue id.
///
/// A hash table of its own, because most lines of a log ask it for an id that it does not have.
struct OpenMails {
  /// Few enough to stay in the fastest memory; few mails are under way at once.
  private static let messageBuckets = 1 << 13

  /// First slot of each bucket of ids, -1 for none.
  private var heads = [Int32](repeating: -1, count: QueueKey.buckets)
  /// First slot of each bucket of Message-IDs, the newest mail first.
  private var messageHeads = [Int32](repeating: -1, count: Self.messageBuckets)
  private var keys: [QueueKey] = []
  private var digests: [UInt64] = []
  private var mails: [PendingMail] = []
  private var isUsed: [Bool] = []
  private var next: [Int32] = []
  private var nextMessage: [Int32] = []
  private var free: [Int32] = []

  /// The slot of a queue id.
  func slot(of key: QueueKey) -> Int? {
    var slot = heads[key.bucket]
    while slot >= 0 {
      if keys[Int(slot)] == key { return Int(slot) }
      slot = next[Int(slot)]
    }
    return nil
  }

  /// The slot of the newest mail whose Message-ID has this digest.
  func slot(ofMessage digest: UInt64) -> Int? {
    var slot = messageHeads[Self.bucket(digest)]
    while slot >= 0 {
      if digests[Int(slot)] == digest { return Int(slot) }
      slot = nextMessage[Int(slot)]
    }
    return nil
  }

  private static func bucket(_ digest: UInt64) -> Int {
    Int(truncatingIfNeeded: digest) & (messageBuckets - 1)
  }

  /// Changes the mail in a slot in place.
  @inline(__always)
  mutating func change(_ slot: Int, _ body: (inout PendingMail) -> Void) { body(&mails[slot]) }

  func mail(_ slot: Int) -> PendingMail { mails[slot] }

  /// Takes a mail whose id is not there yet.
  mutating func insert(_ mail: PendingMail, _ key: QueueKey, message digest: UInt64) {
    let slot: Int
    if let reused = free.popLast() {
      slot = Int(reused)
      keys[slot] = key
      digests[slot] = digest
      mails[slot] = mail
      isUsed[slot] = true
    } else {
      slot = keys.count
      keys.append(key)
      digests.append(digest)
      mails.append(mail)
      isUsed.append(true)
      next.append(-1)
      nextMessage.append(-1)
    }
    next[slot] = heads[key.bucket]
    heads[key.bucket] = Int32(slot)
    let bucket = Self.bucket(digest)
    nextMessage[slot] = messageHeads[bucket]
    messageHeads[bucket] = Int32(slot)
  }

  mutating func remove(_ slot: Int) -> PendingMail? {
    guard Self.unlink(slot, &heads[keys[slot].bucket], &next),
      Self.unlink(slot, &messageHeads[Self.bucket(digests[slot])], &nextMessage)
    else { return nil }
    free.append(Int32(slot))
    isUsed[slot] = false
    // Moved out, not copied: a mail holds many shared texts.
    var mail = Self.blank
    swap(&mail, &mails[slot])
    return mail
  }

  private static func unlink(_ slot: Int, _ head: inout Int32, _ next: inout [Int32]) -> Bool {
    guard head != Int32(slot) else {
      head = next[slot]
      return true
    }
    var before = head
    while before >= 0, next[Int(before)] != Int32(slot) { before = next[Int(before)] }
    guard before >= 0 else { return false }
    next[Int(before)] = next[slot]
    return true
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
