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

  /// Whether the words in `range` say that the mail was not handed on.
  package static func areBad(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
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
