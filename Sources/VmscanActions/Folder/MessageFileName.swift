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
    guard let text = name.utf8String, text.hasPrefix("msg") else { return nil }
    let digits = text.dropFirst(3).prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 4 || (digits.count > 4 && digits.first != "0"), digits.count < 10,
      let number = Int32(digits)
    else { return nil }
    let suffix = String(text.dropFirst(3 + digits.count))
    return isSuffix(suffix) ? (number, suffix) : nil
  }

  /// `.ext`, `-bak.ext`, `-prepend.ext` or `intro.ext`, with one plain extension.
  private static func isSuffix(_ suffix: String) -> Bool {
    guard let dot = suffix.firstIndex(of: ".") else { return false }
    let ext = suffix[suffix.index(after: dot)...]
    guard ["", "-bak", "-prepend", "intro"].contains(String(suffix[..<dot])), !ext.isEmpty,
      ext.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    else { return false }
    return ext == "txt" || !ext.lowercased().hasPrefix("txt")
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
