package import VmscanModel

/// What the name of an entry of a message folder means to Asterisk.
package enum MessageFileName: Sendable, Hashable {
  /// A file of message `number`; `suffix` is what follows `msgNNNN`.
  case message(number: Int32, suffix: String)
  /// `.lock`, `lock` or `.lock-xxxxxxxx`.
  case lock
  /// Counted or numbered as a message by some function of Asterisk, though it is none.
  case stray
  /// Means nothing to Asterisk and is left alone.
  case other

  /// Reads a name as `count_messages`, `last_message_index` and `__has_voicemail` do.
  package init(_ name: ByteText) {
    if name == "lock" || HardLinkFolderLock.isLockName(name) {
      self = .lock
    } else if let (number, suffix) = Self.parts(name) {
      self = .message(number: number, suffix: suffix)
    } else if Self.isCounted(name) {
      self = .stray
    } else {
      self = .other
    }
  }

  /// `msg`, four digits or more without a needless zero, then a known shape of suffix.
  private static func parts(_ name: ByteText) -> (Int32, String)? {
    guard name.bytes.starts(with: "msg".utf8) else { return nil }
    let digits = name.bytes[3...].prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count == 4 || (digits.count > 4 && digits.first != 0x30), digits.count < 10
    else { return nil }
    let number = digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - 0x30) }
    let suffix = name.bytes[digits.endIndex...]
    return isSuffix(suffix) ? (number, String(decoding: suffix, as: UTF8.self)) : nil
  }

  private static let stems = ["", "-bak", "-prepend", "intro"].map { Array($0.utf8) }

  /// `.ext`, `-bak.ext`, `-prepend.ext` or `intro.ext`, with one plain extension.
  private static func isSuffix(_ suffix: ArraySlice<UInt8>) -> Bool {
    guard let dot = suffix.firstIndex(of: 0x2E), dot + 1 < suffix.endIndex else { return false }
    let ext = suffix[(dot + 1)...]
    guard stems.contains(where: { suffix[..<dot].elementsEqual($0) }), ext.allSatisfy(isPlain)
    else { return false }
    return ext.elementsEqual("txt".utf8)
      || !ext.prefix(3).map { $0 | 0x20 }.elementsEqual("txt".utf8)
  }

  /// An ASCII letter or digit, `-` or `_`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }

  /// Starts with `msg` in any case, or has `.txt` where the extension of `msgNNNN` stands.
  private static func isCounted(_ name: ByteText) -> Bool {
    name.lowercased.bytes.starts(with: Array("msg".utf8))
      || (name.count > 7 && name.bytes.dropFirst(7).starts(with: Array(".txt".utf8)))
  }
}

/// The extensions of Asterisk's format modules and of common others, compared with case.
package enum AudioExtension {
  package static let known: Set<String> = [
    "wav", "wav16", "WAV", "wav49", "gsm", "ulaw", "ul", "mu", "ulw", "pcm", "alaw", "al", "alw",
    "au", "g719", "g722", "g723", "g723sf", "g726-16", "g726-24", "g726-32", "g726-40", "g729",
    "ilbc", "sln", "slin", "raw", "sln12", "sln16", "sln24", "sln32", "sln44", "sln48", "sln96",
    "sln192", "siren7", "siren14", "vox", "ogg", "spx", "spx16", "spx32", "h263", "h264", "mp3",
    "opus", "g728", "slin16", "webm", "ac3",
  ]

  /// Whether `.wav` and the like is the suffix of a message's audio.
  package static func isAudio(suffix: String) -> Bool {
    suffix.first == "." && known.contains(String(suffix.dropFirst()))
  }
}
