import VmscanFormats
import VmscanModel

/// The mails under way, found by queue id.
///
/// A hash table of its own, because most lines of a log ask it for an id that it does not have.
struct OpenMails {
  /// Few enough to stay in the fastest memory; few mails are under way at once.
  private static let buckets = 1 << 12

  /// First slot of each bucket of ids, -1 for none.
  private var heads = [Int32](repeating: -1, count: Self.buckets)
  private var keys: [QueueKey] = []
  /// `nil` in the slots that are free.
  private var mails: [PendingMail?] = []
  private var next: [Int32] = []
  private var free: [Int32] = []

  /// The slot of a queue id.
  func slot(of key: QueueKey) -> Int? {
    var slot = heads[Self.bucket(key)]
    while slot >= 0 {
      if keys[Int(slot)] == key { return Int(slot) }
      slot = next[Int(slot)]
    }
    return nil
  }

  private static func bucket(_ key: QueueKey) -> Int { key.bucket & (buckets - 1) }

  /// Changes the mail in a slot in place.
  @inline(__always)
  mutating func change(_ slot: Int, _ body: (inout PendingMail) -> Void) {
    mails[slot]?.change(body)
  }

  func mail(_ slot: Int) -> PendingMail? { mails[slot] }

  /// Takes a mail whose id is not there yet.
  @inline(__always)
  mutating func insert(_ mail: consuming PendingMail, _ key: QueueKey) {
    let slot: Int
    if let reused = free.popLast() {
      slot = Int(reused)
      keys[slot] = key
    } else {
      slot = keys.count
      keys.append(key)
      mails.append(nil)
      next.append(-1)
    }
    next[slot] = heads[Self.bucket(key)]
    heads[Self.bucket(key)] = Int32(slot)
    // Moved, not copied: a mail holds many shared texts.
    mails[slot] = consume mail
  }

  mutating func remove(_ slot: Int) -> PendingMail? {
    guard Self.unlink(slot, &heads[Self.bucket(keys[slot])], &next) else { return nil }
    free.append(Int32(slot))
    // Moved out, not copied: a mail holds many shared texts.
    return mails[slot].take()
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

  var all: [PendingMail] { mails.compactMap { $0 } }

  /// The Message-ID of the mail under way whose one begins so, looked for among a few thousand at most.
  func messageID(beginningWith start: [UInt8]) -> [UInt8]? {
    guard mails.count <= Self.buckets else { return nil }
    return mails.lazy.compactMap { $0?.record.messageID.bytes }.first { $0.starts(with: start) }
  }

  var slots: [Int] { mails.indices.filter { mails[$0] != nil } }

  func key(_ slot: Int) -> QueueKey { keys[slot] }

  /// Slots of mails last heard of before a time, or settled and last heard of before a later one.
  func silent(since limit: Timestamp, settled: Timestamp) -> [Int] {
    mails.indices.filter { slot in
      guard let touched = mails[slot]?.touched, let record = mails[slot]?.record else {
        return false
      }
      return touched < limit || touched < settled && (record.leftQueue || record.isSettled)
    }
  }
}

extension PendingMail {
  /// Lets a mail in an optional be changed where it is.
  @inline(__always)
  fileprivate mutating func change(_ body: (inout PendingMail) -> Void) { body(&self) }
}
