import VmscanModel

/// The local parts that a person of some name would have, letters only.
struct NameKeys {
  /// How surely a key means the name.
  enum Fit: Int, Comparable {
    /// First name or surname alone.
    case part = 1
    /// One name and the other's initial.
    case initial
    /// Whole name.
    case whole

    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  /// The name as letters, for finding whether two mailboxes are one person's.
  let person: String
  private(set) var fits: [String: Fit] = [:]

  init(fullName: ByteText) {
    let plain = Self.words(fullName, digraphs: false)
    person = plain.joined(separator: " ")
    guard !plain.allSatisfy(Self.notNames.contains) else { return }
    add(plain)
    guard fullName.bytes.contains(where: { $0 >= 0x80 }) else { return }
    let spelled = Self.words(fullName, digraphs: true)
    if spelled != plain { add(spelled) }
  }

  /// The letters of a local part, lower case, accents dropped; what follows a `+` is left out.
  static func key(localPart: some Collection<UInt8>) -> String {
    let own = localPart.prefix { $0 != UInt8(ascii: "+") }
    return words(ByteText(bytes: own), digraphs: false).joined()
  }

  private mutating func add(_ words: [String]) {
    guard let first = words.first, let last = words.last else { return }
    put(words.joined(), .whole)
    put(words.reversed().joined(), .whole)
    guard words.count > 1 else { return }
    put(first + last, .whole)
    put(last + first, .whole)
    for (name, other) in [(first, last), (last, first)] {
      put(String(name.prefix(1)) + other, .initial)
      put(other + String(name.prefix(1)), .initial)
      put(name, .part)
    }
    put(words.dropLast().map { $0.prefix(1) }.joined() + last, .initial)
  }

  /// Two letters, or three that need an initial, fit too many people.
  private mutating func put(_ key: String, _ fit: Fit) {
    guard key.utf8.count >= (fit == .part ? 3 : 4) else { return }
    fits[key] = max(fits[key] ?? fit, fit)
  }

  private static let notNames: Set<String> = [
    "extension", "ext", "mailbox", "box", "voicemail", "vm", "user", "phone", "fax", "test",
    "unknown", "new", "line",
  ]

  /// The same for text in ASCII alone, as most is.
  private static func asciiWords(_ text: ByteText) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.bytes where byte != UInt8(ascii: "'") {
      let letter = byte | 0x20
      if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") {
        word.append(letter)
      } else {
        end()
      }
    }
    end()
    return words
  }

  /// Runs of letters, folded to lower-case ASCII where they are Latin; bytes that are not UTF-8
  /// are read as Latin-1.
  private static func words(_ text: ByteText, digraphs: Bool) -> [String] {
    guard text.bytes.contains(where: { $0 >= 0x80 }) else { return asciiWords(text) }
    let string =
      text.utf8String ?? String(String.UnicodeScalarView(text.bytes.map { Unicode.Scalar($0) }))
    var words = [""]
    for letter in InternationalLabel.lowercased(string.unicodeScalars)
    where letter != "'" && letter != "\u{2019}" {
      if ("a"..."z").contains(letter) {
        words[words.count - 1].unicodeScalars.append(letter)
      } else if letter.isASCII || !letter.properties.isAlphabetic {
        if words.last?.isEmpty == false { words.append("") }
      } else {
        let digraph = digraphs ? LatinLetters.digraph(letter) : nil
        words[words.count - 1] += digraph ?? LatinLetters.base(letter)
      }
    }
    return words.filter { !$0.isEmpty }
  }
}
