/// Words by which a server that says `250` nevertheless admits that nobody gets the mail.
///
/// Content filters take a mail they throw away, put in quarantine or send back, and say so behind
/// their `250 … Ok` (`discarded`, `BOUNCE`, `quarantined as`, `will not be delivered`); the mail server
/// before them logs that as sent.
package enum VerdictWords {
  /// Thrown away, kept back, put off or sent back; said of a mail, never of a host.
  private static let fates: [StaticString] = [
    "discard", "discarded", "discarding", "quarantine", "quarantined", "quarantining", "bounce",
    "bounced", "bouncing", "blackhole", "blackholed", "infected", "banned", "dropped", "dropping",
    "rejected", "rejecting", "refused", "blocked", "deleted", "spam", "spammy", "virus", "malware",
    "phishing", "ube", "trashed", "suppressed", "undeliverable", "undelivered", "ignored",
    "ignoring", "destroyed", "erased", "purged", "thrown", "tossed", "voided", "devnull",
    "bitbucket", "sinkhole", "sinkholed", "held", "withheld", "moderation", "sandboxed", "junk",
    "junked", "denied", "suspended", "expired", "lost", "returned", "blacklisted", "blocklisted",
    "denylisted", "greylisted", "greylisting", "graylisted", "graylisting", "deferred",
    "unsolicited", "spamtrap", "honeypot", "tarpitted",
  ]
  /// What a mail that gets on is, so that `not` or `never` before it means the contrary.
  private static let successes: [StaticString] = [
    "delivered", "accepted", "sent", "queued", "forwarded", "relayed", "stored", "processed",
    "delivery",
  ]
  private static let contraries: [StaticString] = ["not", "never", "non", "cannot", "without"]
  /// Words between `not` and what it denies.
  private static let between: [StaticString] = ["be", "been", "yet", "actually", "get"]
  /// What may befall a delivery; beside anything else they say nothing of the mail.
  private static let ends: [StaticString] = [
    "failed", "failure", "impossible", "disabled", "cancelled", "canceled", "aborted", "stopped",
  ]
  private static let ended: [StaticString] = ["delivery"]
  /// `filtered out`; a mail that was filtered may have passed.
  private static let removed: [StaticString] = ["out"]
  private static let removing: [StaticString] = ["filtered"]
  /// A verdict's name that means the contrary beside one of these.
  private static let denials: [StaticString] = [
    "no", "not", "non", "without", "zero", "anti", "never", "nothing", "free", "clean",
    "score", "check", "checked", "scan", "scanned", "scanner", "filter", "gateway", "firewall",
    "status", "level",
  ]

  /// For every length the first letters, a bit for each, of the words that are so long and by which
  /// an answer can become a bad one.
  private static let beginnings: [UInt32] = {
    var beginnings = [UInt32](repeating: 0, count: 32)
    for word in fates + ends + removed + contraries {
      let first = word.withUTF8Buffer { $0.first ?? 0x61 }
      beginnings[word.utf8CodeUnitCount] |= 1 &<< UInt32(first &- 0x61)
    }
    return beginnings
  }()

  /// Whether the words in `range` say that the mail was not handed on.
  package static func areBad(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard mayHoldListed(bytes, range) else {
      return LogBytes.find("/dev/null", in: bytes, from: range.lowerBound, to: range.upperBound)
        != nil
    }
    var position = range.lowerBound
    var before = range.lowerBound..<range.lowerBound
    var isDeniedSuccess = false
    while position < range.upperBound {
      guard isLetter(bytes[position]) else {
        position += 1
        continue
      }
      let start = position
      while position < range.upperBound, isLetter(bytes[position]) { position += 1 }
      let word = start..<position
      if word.count >= 3, isOne(of: fates, word, bytes), !isName(word, in: range, bytes),
        !isOne(of: denials, before, bytes), !isDenied(after: position, to: range.upperBound, bytes)
      {
        return true
      }
      if isDeniedSuccess, isOne(of: successes, word, bytes) { return true }
      if isOne(of: ends, word, bytes), isOne(of: ended, before, bytes) { return true }
      if isOne(of: removed, word, bytes), isOne(of: removing, before, bytes) { return true }
      isDeniedSuccess =
        isOne(of: contraries, word, bytes) || isDeniedSuccess && isOne(of: between, word, bytes)
      before = word
    }
    return LogBytes.find("/dev/null", in: bytes, from: range.lowerBound, to: range.upperBound)
      != nil
  }

  /// Whether a word is as long as a listed one and begins like it.
  ///
  /// Most answers have none and need no look at each byte. All listed words have three letters or
  /// more, so that those of an id are mostly passed over.
  private static func mayHoldListed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let beginnings = beginnings
    var base = range.lowerBound
    while base < range.upperBound {
      let letters = letterBits(bytes, from: base, to: range.upperBound)
      let isLast = range.upperBound - base <= 64
      // A word that goes on behind the 64 bytes is looked at with what follows.
      let open = isLast ? 0 : (~letters).leadingZeroBitCount
      var starts = letters & ~(letters << 1) & letters >> 1 & letters >> 2
      while starts != 0 {
        let start = starts.trailingZeroBitCount
        if start >= 64 - open { break }
        let count = (~(letters >> UInt64(start))).trailingZeroBitCount
        let first = (bytes[base + start] | 0x20) &- 0x61
        if count < beginnings.count, beginnings[count] & 1 &<< UInt32(first) != 0 { return true }
        starts &= starts - 1
      }
      base += open < 64 ? 64 - open : 64
    }
    return false
  }

  /// Which of up to 64 bytes are letters, a bit for each, the first one lowest.
  private static func letterBits(_ bytes: Span<UInt8>, from: Int, to: Int) -> UInt64 {
    let end = min(to, from + 64)
    var bits: UInt64 = 0
    var position = from
    while position < end {
      guard position + 8 <= bytes.count else {
        for rest in position..<end where isLetter(bytes[rest]) { bits |= 1 << UInt64(rest - from) }
        return bits
      }
      bits |=
        LogBytes.letters(in: LogBytes.word(in: bytes, at: position)) << UInt64(position - from)
      position += 8
    }
    return end - from < 64 ? bits & (1 << UInt64(end - from) - 1) : bits
  }

  private static func isDenied(after end: Int, to: Int, _ bytes: Span<UInt8>) -> Bool {
    var start = end
    while start < to, isJoint(bytes[start]) { start += 1 }
    var stop = start
    while stop < to, isLetter(bytes[stop]) { stop += 1 }
    // `spam=no`, `virus: none`.
    return isOne(of: denials, start..<stop, bytes)
      || start < to && bytes[start] == 0x3D
        && (LogBytes.has("=no", in: bytes, at: start, to: to)
          || LogBytes.has("=0", in: bytes, at: start, to: to))
  }

  /// Whether a word is a part of a host's name, an address or an identifier.
  private static func isName(_ word: Range<Int>, in range: Range<Int>, _ bytes: Span<UInt8>) -> Bool
  {
    let left = word.lowerBound > range.lowerBound ? bytes[word.lowerBound - 1] : 0x20
    let right = word.upperBound < range.upperBound ? bytes[word.upperBound] : 0x20
    let next = word.upperBound + 1 < range.upperBound ? bytes[word.upperBound + 1] : 0x20
    if left == 0x2E || left == 0x40 || left == 0x2F || isDigit(left) { return true }
    if right == 0x40 || isDigit(right) { return true }
    if left == 0x5F || right == 0x5F { return !isPhrase(around: word, in: range, bytes) }
    if right == 0x2E, isLetter(next) || isDigit(next) { return true }
    // `spam-out.example.com`, `mx-spam`: a host's name goes on with a dot.
    guard left == 0x2D || right == 0x2D else { return false }
    var end = word.upperBound
    while end < range.upperBound, bytes[end] > 0x20, bytes[end] != 0x2C, bytes[end] != 0x29 {
      if bytes[end] == 0x2E, end + 1 < range.upperBound, isLetter(bytes[end + 1]) { return true }
      end += 1
    }
    return false
  }

  /// Whether a word stands among words joined by underscores and nothing else: `discarded_by_policy`.
  private static func isPhrase(
    around word: Range<Int>, in range: Range<Int>, _ bytes: Span<UInt8>
  ) -> Bool {
    func isPart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == 0x5F }
    func isEnd(_ byte: UInt8) -> Bool { [0x20, 0x28, 0x29, 0x2C, 0x3A, 0x3B].contains(byte) }
    var (low, high) = (word.lowerBound, word.upperBound)
    while low > range.lowerBound, isPart(bytes[low - 1]) { low -= 1 }
    while high < range.upperBound, isPart(bytes[high]) { high += 1 }
    return (low == range.lowerBound || isEnd(bytes[low - 1]))
      && (high == range.upperBound || isEnd(bytes[high]))
  }

  private static func isOne(
    of words: [StaticString], _ range: Range<Int>, _ bytes: Span<UInt8>
  ) -> Bool {
    words.contains { word in
      guard word.utf8CodeUnitCount == range.count else { return false }
      return word.withUTF8Buffer { text in
        for place in 0..<range.count
        where text[place] != bytes[range.lowerBound + place] | 0x20 { return false }
        return true
      }
    }
  }

  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x2D || byte == 0x3A || byte == 0x5F
  }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
