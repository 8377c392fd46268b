/// What a name in a message folder is, to this program and to each of Asterisk's own counters.
///
/// The one grammar of these names: what a scan takes for a file of a message, a purge moves with it.
package struct MessageFileName: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// `msgNNNN.txt`.
    case envelope
    /// `msgNNNN.` and an audio extension.
    case audio
    /// `msgNNNN-bak.*` and `msgNNNN-prepend.*`, made while a message is forwarded.
    case backup
    /// Another file of a message, such as `msg0001.wav.vtt`, a transcript, or `msg0001intro.wav`.
    case companion
    /// `.lock`.
    case lockFile
    /// `lock`.
    case flockFile
    /// `.lock-xxxxxxxx`, which exists for an instant while a lock is taken.
    case lockTemporary
    /// Begins as a file of a message does and goes on in a way that no program writes; whose it is
    /// cannot be known.
    case unclear
    /// Anything else.
    case other

    package var belongsToMessage: Bool { rawValue <= Self.companion.rawValue }
  }

  package var kind = Kind.other
  /// NNNN for the kinds that belong to a message.
  package var number: Int32 = -1
  /// Where in the name what follows `msgNNNN` begins, for the kinds that belong to a message.
  package var suffixStart = 0
  /// Counted by `count_messages`: bytes 7 to 10 are `.txt`.
  package var isCounted = false
  /// Counted by `__has_voicemail`: begins with `msg`, bytes 8 to 10 are `txt`, in any case.
  package var isShown = false
  /// The number `last_message_index` takes from the name (`msg%d.%3s`), below 9999.
  package var index: Int32?

  /// Taken for a message by one of the counters though it is none, or unclear.
  package var isStray: Bool {
    kind == .unclear || kind != .envelope && (isCounted || isShown || index != nil)
  }

  /// First number a phone session cannot reach.
  package static let unreachable: Int32 = 9999

  package init(_ name: Span<UInt8>) {
    if readMessageName(name) {
      if kind == .envelope, number < Self.unreachable {
        (isCounted, isShown, index) = (true, true, number)
        return
      }
      guard kind != .audio else { return }
    } else {
      readLockName(name)
    }
    isCounted = name.count > 7 && Self.matches(name, at: 7, ".txt")
    isShown =
      Self.matches(name, at: 0, "msg", folded: true)
      && Self.matches(name, at: 8, "txt", folded: true)
    index = Self.scannedIndex(name)
  }

  /// Whether `text` stands at a place of a name; `folded` compares a lower-case text without case.
  package static func matches(
    _ name: Span<UInt8>, at start: Int, _ text: StaticString, folded: Bool = false
  ) -> Bool {
    guard name.count >= start + text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
      for offset in text.indices {
        let byte = name[start + offset]
        let isUpper = folded && byte >= 0x41 && byte <= 0x5A
        guard (isUpper ? byte | 0x20 : byte) == text[offset] else { return false }
      }
      return true
    }
  }

  /// Reads names that Asterisk itself makes for a message: `printf("msg%04d")` and more behind it.
  private mutating func readMessageName(_ name: Span<UInt8>) -> Bool {
    guard name.count >= 8, name[0] == 0x6D, name[1] == 0x73, name[2] == 0x67 else { return false }
    var end = 3
    var value: Int32 = 0
    while end < name.count, end < 12, name[end] &- 0x30 < 10 {
      value = value * 10 + Int32(name[end] - 0x30)
      end += 1
    }
    guard end >= 7, end == 7 || name[3] != 0x30, end < name.count else { return false }
    guard let kind = Self.kind(of: name, behind: end) else { return false }
    self.kind = kind
    if kind != .unclear { (number, suffixStart) = (value, end) }
    return true
  }

  private static func kind(of name: Span<UInt8>, behind end: Int) -> Kind? {
    guard name[end] == 0x2E else {
      let isIntro = matches(name, at: end, "intro.")
      let isBackup = matches(name, at: end, "-bak.") || matches(name, at: end, "-prepend.")
      guard isIntro || isBackup, name[name.count - 1] != 0x2E else { return nil }
      return isPlain(name, from: end) ? isBackup ? .backup : .companion : .unclear
    }
    let suffix = name.extracting(end + 1..<name.count)
    if suffix.count == 3, matches(suffix, at: 0, "txt") { return .envelope }
    // A text file beside the envelope is what Asterisk counts wrongly, no part of the message.
    if matches(suffix, at: 0, "txt", folded: true) { return nil }
    if AudioFormats.contains(suffix) { return .audio }
    if suffix.isEmpty { return nil }
    return isPlain(name, from: end) ? .companion : .unclear
  }

  /// ASCII letters, digits, `-`, `_` and `.` only: what can be renamed and written down unchanged.
  private static func isPlain(_ name: Span<UInt8>, from start: Int) -> Bool {
    for place in start..<name.count {
      switch name[place] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: continue
      default: return false
      }
    }
    return true
  }

  private mutating func readLockName(_ name: Span<UInt8>) {
    if name.count == 4, Self.matches(name, at: 0, "lock") { kind = .flockFile }
    guard Self.matches(name, at: 0, ".lock") else { return }
    if name.count == 5 { kind = .lockFile }
    if name.count > 6, name[5] == 0x2D { kind = .lockTemporary }
  }

  /// The number by `sscanf(name, "msg%d.%3s")` where the three characters are `txt`.
  private static func scannedIndex(_ name: Span<UInt8>) -> Int32? {
    guard matches(name, at: 0, "msg") else { return nil }
    var position = skipBlanks(name, from: 3)
    var isNegative = false
    if position < name.count, name[position] == 0x2B || name[position] == 0x2D {
      isNegative = name[position] == 0x2D
      position += 1
    }
    let digits = position
    var value: Int64 = 0
    while position < name.count, name[position] &- 0x30 < 10 {
      value = min(value * 10 + Int64(name[position] - 0x30), Int64(Int32.max))
      position += 1
    }
    guard position > digits, position < name.count, name[position] == 0x2E else { return nil }
    position = skipBlanks(name, from: position + 1)
    guard matches(name, at: position, "txt"), value < Int64(unreachable) else { return nil }
    return Int32(isNegative ? -value : value)
  }

  private static func skipBlanks(_ name: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < name.count, name[position] == 32 || (9...13).contains(name[position]) {
      position += 1
    }
    return position
  }
}
