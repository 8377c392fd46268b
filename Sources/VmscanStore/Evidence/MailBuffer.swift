import VmscanModel

/// Packed mails that wait to be written, in one stretch of memory.
struct MailBuffer {
  /// One mail: where it lies, and what must be known of it without unpacking.
  struct Entry {
    var bytes: Range<Int>
    var accepted: Int64
    var digest: Int
    /// The mail before it of the same mailbox number, -1 for none.
    var previous: Int32
  }

  /// Bytes of mails that make it full; large chunks are written and read at less cost each.
  private static let most = 6 << 20

  private var packer = Packer()
  private var one = Packer()
  private(set) var entries: [Entry] = []

  /// - Parameter isLarge: Takes the memory of a full one at once, instead of growing to twice that.
  init(isLarge: Bool = false) {
    if isLarge { packer.reserve(Self.most + (64 << 10)) }
  }

  var isFull: Bool { packer.bytes.count >= Self.most }

  /// Adds a mail, preceded by its length so that a later release can add to what is packed.
  mutating func append(_ mail: MailRecord, after previous: Int32, words: inout some WordNumbers)
    throws
  {
    one.clear()
    try mail.pack(into: &one, words: &words)
    let start = packer.bytes.count
    packer.put(raw: one.bytes)
    entries.append(
      Entry(
        bytes: start..<packer.bytes.count, accepted: mail.accepted.epochSeconds,
        digest: MailKey.digest(of: mail), previous: previous))
  }

  /// The mails of one number from the newest entry back, in order of acceptance.
  func group(from newest: Int32) -> [Entry] {
    var group: [Entry] = []
    var place = newest
    while place >= 0 {
      group.append(entries[Int(place)])
      place = entries[Int(place)].previous
    }
    // Turned round first: a log has its mails nearly in order, and sorting it then is cheap.
    group.reverse()
    group.sort { $0.accepted < $1.accepted }
    return group
  }

  func bytes(of entry: Entry) -> ArraySlice<UInt8> { packer.bytes[entry.bytes] }

  mutating func clear() {
    packer.clear()
    entries.removeAll(keepingCapacity: true)
  }
}
