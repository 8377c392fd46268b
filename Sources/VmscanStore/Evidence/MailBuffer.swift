import VmscanModel

/// Packed mails that wait to be written, in one stretch of memory.
///
/// They lie as they come: to file each where others of its mailbox number are would mean to wait for
/// memory with every one of them. `grouped` does so for all at once.
struct MailBuffer {
  /// One mail: where it lies, and what must be known of it without unpacking.
  struct Entry {
    fileprivate var start: Int32
    fileprivate var count: Int32
    /// Bytes of the mailbox number, which lies behind the mail.
    fileprivate var numberCount: Int32
    fileprivate(set) var accepted: Int64
    fileprivate var digest: UInt64

    var bytes: Range<Int> { Int(start)..<Int(start) + Int(count) }
    fileprivate var number: Range<Int> {
      bytes.upperBound..<bytes.upperBound + Int(numberCount)
    }
  }

  /// The mails of one mailbox number.
  struct Group {
    let mailbox: ByteText
    /// In order of acceptance.
    fileprivate(set) var mails: ArraySlice<Entry> = []
    /// Some mail was probably added twice.
    fileprivate(set) var hasRepeats = false
  }

  /// Bytes of mails that make it full; large chunks are written and read at less cost each.
  private static let most = 6 << 20

  /// Memory that is made ready at once, so that a mail mostly finds its room.
  private static let step = 64 << 10

  /// The mails, up to `used`.
  private var bytes: [UInt8] = []
  private var used = 0
  private(set) var entries: [Entry] = []

  /// - Parameter isLarge: Takes the memory of a full one at once, instead of growing to twice that.
  init(isLarge: Bool = false) {
    if isLarge { bytes.reserveCapacity(Self.most + 2 * Self.step) }
  }

  var isFull: Bool { used >= Self.most }

  var isEmpty: Bool { entries.isEmpty }

  /// Adds a mail under a mailbox number, preceded by its length so that a later release can add to
  /// what is packed.
  mutating func add(_ mail: MailRecord, of mailbox: ByteText, words: inout some WordNumbers) throws
  {
    let (start, room) = (used, mail.mostPacked + PackCursor.lengthRoom + mailbox.count)
    if bytes.count - start < room {
      bytes.append(contentsOf: repeatElement(0, count: max(room, Self.step)))
    }
    let count = try bytes.withUnsafeMutableBytes { all -> Int in
      guard let base = all.baseAddress else { return 0 }
      var cursor = PackCursor(base + start, room: room)
      try cursor.putWithLength { try mail.pack(into: &$0, words: &words) }
      defer { cursor.put(bytes: mailbox.bytes, 0..<mailbox.count) }
      return cursor.count
    }
    used = start + count + mailbox.count
    entries.append(
      Entry(
        start: Int32(start), count: Int32(count), numberCount: Int32(mailbox.count),
        accepted: mail.accepted.epochSeconds, digest: MailKey.digest(of: mail)))
  }

  /// The mails by mailbox number, in the order in which the numbers came.
  func grouped() -> [Group] {
    var table = PlaceTable()
    var groups: [Group] = []
    // A number's count of mails first, then where the next of them belongs.
    var next: [Int32] = []
    var places: [Int32] = []
    places.reserveCapacity(entries.count)
    for entry in entries {
      let place = table.place(of: bytes[entry.number], next: groups.count)
      if place == groups.count {
        groups.append(Group(mailbox: ByteText(bytes: bytes[entry.number])))
        next.append(0)
      }
      next[place] += 1
      places.append(Int32(place))
    }
    var start: Int32 = 0
    for place in next.indices { (next[place], start) = (start, start + next[place]) }
    var ordered = [Entry](
      repeating: Entry(start: 0, count: 0, numberCount: 0, accepted: 0, digest: 0),
      count: entries.count)
    for (entry, place) in zip(entries, places) {
      ordered[Int(next[Int(place)])] = entry
      next[Int(place)] += 1
    }
    var seen = DigestSet(expecting: entries.count)
    for (entry, place) in zip(entries, places) where !seen.insert(entry.digest) {
      groups[Int(place)].hasRepeats = true
    }
    ordered.withUnsafeMutableBufferPointer { all in
      var from = 0
      for end in next {
        // A log has its mails nearly in order, and sorting them then is cheap.
        var mails = UnsafeMutableBufferPointer(rebasing: all[from..<Int(end)])
        mails.sort { $0.accepted < $1.accepted }
        from = Int(end)
      }
    }
    var from = 0
    for place in groups.indices {
      groups[place].mails = ordered[from..<Int(next[place])]
      from = Int(next[place])
    }
    return groups
  }

  func bytes(of entry: Entry) -> ArraySlice<UInt8> { bytes[entry.bytes] }

  /// Hands over mails one behind the other, `count` bytes in all.
  ///
  /// They lie far apart: copied in one short loop, so that the processor waits for several at once.
  func withBytes<Result>(
    of mails: ArraySlice<Entry>, count: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { target in
      bytes.withUnsafeBytes { source in
        var place = 0
        for mail in mails {
          let next = place + mail.bytes.count
          precondition(next <= count && mail.bytes.upperBound <= source.count)
          UnsafeMutableRawBufferPointer(rebasing: target[place..<next]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[mail.bytes]))
          place = next
        }
        precondition(place == count)
      }
      return try body(UnsafeRawBufferPointer(target))
    }
  }

  mutating func clear() {
    used = 0
    entries.removeAll(keepingCapacity: true)
  }
}
