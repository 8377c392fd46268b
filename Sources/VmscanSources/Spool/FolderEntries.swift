import VmscanFormats
import VmscanModel
import VmscanSystem

/// The listing of one message folder, ready to be read message by message.
struct FolderEntries: Sendable {
  struct Entry: Sendable {
    var nameOffset: UInt32
    var nameLength: UInt16
    var type: EntryType
    var kind: MessageFileName.Kind
    /// Where what follows `msgNNNN` begins.
    var suffixStart: UInt8

    /// `nil` for a name that is no file of a message.
    var suffixLength: UInt16? {
      kind.belongsToMessage ? nameLength &- UInt16(suffixStart) : nil
    }
  }

  private(set) var names = NameArena()
  private(set) var entries: [Entry] = []
  /// Number and place in `entries` of what belongs to a message, sorted by number and kind.
  private(set) var keys: [UInt64] = []
  private(set) var countedByAsterisk: Int32 = 0
  private(set) var shownByAsterisk: Int32 = 0
  private(set) var highestNumber: Int32 = -1
  /// Places in `entries` of names that are taken for messages and of those nobody knows.
  private(set) var strays: [Int] = []
  private(set) var others: [Int] = []
  private(set) var locks: [Int] = []
  /// Numbers that stray names claim.
  private(set) var claimedNumbers: [Int32] = []

  mutating func removeAll() {
    names.removeAll()
    entries.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    (countedByAsterisk, shownByAsterisk, highestNumber) = (0, 0, -1)
    if !strays.isEmpty { strays.removeAll() }
    if !others.isEmpty { others.removeAll() }
    if !locks.isEmpty { locks.removeAll() }
    if !claimedNumbers.isEmpty { claimedNumbers.removeAll() }
  }

  mutating func add(_ name: Span<UInt8>, _ type: EntryType) {
    let meaning = MessageFileName(name)
    if meaning.isCounted { countedByAsterisk += 1 }
    if meaning.isShown { shownByAsterisk += 1 }
    if let index = meaning.index { highestNumber = max(highestNumber, index) }
    guard meaning.kind != .lockTemporary else { return }
    let place = entries.count
    entries.append(
      Entry(
        nameOffset: names.append(name), nameLength: UInt16(truncatingIfNeeded: name.count),
        type: type, kind: meaning.kind,
        suffixStart: UInt8(truncatingIfNeeded: meaning.suffixStart)))
    if meaning.kind.belongsToMessage {
      keys.append(
        UInt64(UInt32(bitPattern: meaning.number)) << 32 | UInt64(meaning.kind.rawValue) << 28
          | UInt64(place))
    }
    if meaning.isStray { addStray(place, meaning) } else { addOther(place, meaning.kind) }
  }

  /// Brings the keys into order of message number, the envelope first among a message's files.
  mutating func sort() { keys.sort() }

  static func number(_ key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key >> 32) }

  func entry(_ key: UInt64) -> Entry { entries[Int(key & 0xFFF_FFFF)] }

  func name(_ entry: Entry) -> ByteText { names[entry.nameOffset, entry.nameLength] }

  private mutating func addStray(_ place: Int, _ meaning: MessageFileName) {
    strays.append(place)
    if let index = meaning.index { claimedNumbers.append(index) }
  }

  private mutating func addOther(_ place: Int, _ kind: MessageFileName.Kind) {
    switch kind {
    case .lockFile, .flockFile: locks.append(place)
    case .companion, .other: others.append(place)
    case .envelope, .audio, .backup, .lockTemporary, .unclear: break
    }
  }
}
