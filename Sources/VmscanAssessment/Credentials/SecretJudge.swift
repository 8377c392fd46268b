import Crypto
import Glibc
import VmscanLists
import VmscanModel

/// Judges one secret in memory; what it returns holds nothing of it.
struct SecretJudge: Sendable {
  /// Names of the site and of this machine, in lower case, of three characters or more.
  let siteWords: [[UInt8]]

  init(siteWords: [String]) {
    self.siteWords = siteWords.map { Array($0.lowercased().utf8) }.filter { $0.count >= 3 }
  }

  /// Weaknesses of a password in clear.
  ///
  /// `identity` is what anybody knows of its owner: names, numbers.
  func weaknesses(of secret: Secret, identity: [ByteText]) -> [SecretWeakness] {
    secret.withBytes { raw in
      guard !raw.isEmpty else { return [.empty] }
      let text = raw.map(Self.lower)
      let known = identity.map { $0.bytes.map(Self.lower) }.filter { !$0.isEmpty }
      if known.contains(where: { Self.is(text, madeOf: $0) }) { return [.fitsIdentity] }
      if Self.isPlaceholder(text) { return [.placeholder] }
      if Self.isCommon(text) { return [.common] }
      var found: [SecretWeakness] = []
      if (known + siteWords).contains(where: { Self.holds(text, $0) }) {
        found.append(.holdsIdentity)
      }
      switch raw.count {
      case ..<8: found.append(.tooShort(.under8))
      case ..<12: found.append(.tooShort(.under12))
      case ..<16: found.append(.tooShort(.under16))
      default: break
      }
      let onlyDigits = raw.allSatisfy(Self.isDigit)
      if Self.bits(raw) < 64 {
        found.append(.predictable(onlyDigits: onlyDigits && raw.count < 12))
      }
      return found
    }
  }

  /// Whether a digest of `user:realm:secret` is that of a listed word or of the owner's own.
  func weakness(
    ofDigest digest: Secret, algorithm: DigestAlgorithm, user: ByteText, realm: ByteText,
    identity: [ByteText]
  ) -> SecretWeakness? {
    digest.withBytes { raw in
      guard raw.count == algorithm.digits, let wanted = Self.unhex(raw) else { return nil }
      let prefix = user.bytes + [0x3A] + (realm.isEmpty ? Array("asterisk".utf8) : realm.bytes)
      func fits(_ word: some Sequence<UInt8>) -> Bool {
        Self.hash(prefix + [0x3A] + word, algorithm) == wanted
      }
      if fits([]) { return .empty }
      let known = identity.map(\.bytes)
      if known.contains(where: { fits($0) || fits($0.reversed()) || fits($0 + $0) }) {
        return .fitsIdentity
      }
      return Self.firstWords.contains(where: fits) ? .common : nil
    }
  }

  /// `$1$` and DES are broken, everything after them holds.
  static func isOldHash(_ secret: Secret) -> Bool {
    secret.withBytes { $0.first != UInt8(ascii: "$") || $0.starts(with: "$1$".utf8) }
  }

  // MARK: Words

  private static let firstWords = CommonPasswords.first.lines.map { Array($0.utf8) }

  /// The word, backwards, or twice or three times.
  private static func `is`(_ text: [UInt8], madeOf word: [UInt8]) -> Bool {
    text == word || text == word.reversed() || text == word + word || text == word + word + word
  }

  /// Holds a word of three characters or more and little else.
  private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard word.count >= 3, text.count > word.count, text.count - word.count < 8 else {
      return false
    }
    return (0...(text.count - word.count)).contains { start in
      text[start..<start + word.count].elementsEqual(word)
    }
  }

  private static func isCommon(_ text: [UInt8]) -> Bool {
    if CommonPasswords.words.contains(text[...]) { return true }
    if CommonPasswords.words.contains(Array(text.reversed())[...]) { return true }
    let plain = text.map(unleet)
    if plain != text, CommonPasswords.words.contains(plain[...]) { return true }
    // A listed word with a year or a sign behind it.
    let stem = text.prefix { isLetter($0) }
    return stem.count >= 5 && text.count - stem.count <= 4
      && CommonPasswords.words.contains(stem)
  }

  /// What templates print where a password belongs.
  private static func isPlaceholder(_ text: [UInt8]) -> Bool {
    if text.starts(with: "${".utf8) || text.starts(with: "{{".utf8) || text.starts(with: "%%".utf8)
      || text.first == UInt8(ascii: "<") && text.last == UInt8(ascii: ">")
    {
      return true
    }
    let letters = text.filter(isLetter)
    if ["changeme", "changethis", "replaceme", "yourpassword", "yoursecret", "insertpasswordhere"]
      .contains(where: { letters.elementsEqual($0.utf8) })
    {
      return true
    }
    return text.count >= 3
      && (text.allSatisfy { $0 == UInt8(ascii: "x") }
        || text.allSatisfy { $0 == UInt8(ascii: "*") })
  }

  // MARK: Randomness

  /// A careful estimate in bits: characters that continue a run or repeat count one bit each.
  static func bits(_ raw: some Collection<UInt8>) -> Double {
    var pool = 0.0
    let isHex = raw.allSatisfy {
      isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0)
    }
    if raw.contains(where: isDigit) { pool += 10 }
    if isHex, raw.contains(where: isLetter) {
      pool += 6
    } else {
      if raw.contains(where: { (0x61...0x7A).contains($0) }) { pool += 26 }
      if raw.contains(where: { (0x41...0x5A).contains($0) }) { pool += 26 }
      if raw.contains(where: { !isDigit($0) && !isLetter($0) }) { pool += 33 }
    }
    let each = log2(max(pool, 2))
    var bits = 0.0
    var last: Int?
    var step: Int?
    for byte in raw.map({ Int($0) }) {
      let next = last.map { byte - $0 }
      // Two equal small steps are a run; one alone is chance.
      bits += next != nil && next == step && abs(next ?? 2) <= 1 ? 1 : each
      (last, step) = (byte, next)
    }
    let kinds = Double(Set(raw).count)
    return min(bits, Double(raw.count) * log2(max(kinds, 1)) * 1.5 + kinds)
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private static func unleet(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"): UInt8(ascii: "i")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
    case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    default: byte
    }
  }

  // MARK: Digests

  private static func hash(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8]? {
    switch algorithm {
    case .md5: Array(Insecure.MD5.hash(data: bytes))
    case .sha256: Array(SHA256.hash(data: bytes))
    case .sha512Short: nil
    }
  }

  private static func unhex(_ raw: UnsafeRawBufferPointer) -> [UInt8]? {
    func nibble(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x61...0x66: byte - 0x57
      default: nil
      }
    }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: raw.count - 1, by: 2) {
      guard let high = nibble(raw[index]), let low = nibble(raw[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
