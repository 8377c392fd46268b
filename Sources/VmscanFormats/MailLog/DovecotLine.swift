/// Reads what Dovecot says of a mail that a mail server handed to it, by the Message-ID.
///
/// `lda(pat)<7><s>: sieve: msgid=<Asterisk-…>: discard action: …` and `msgid=<Asterisk-…>: rejected: Quota
/// exceeded`: the mail server was told that the mail is saved, or saw a command that ended well.
package enum DovecotLine {
  /// Whether a message is one of its delivery programs' about a voicemail mail.
  package static func isOfVoicemail(_ bytes: Span<UInt8>, from: Int, to: Int) -> Bool {
    let programs: [StaticString] = ["lda(", "lmtp(", "deliver("]
    return programs.contains { LogBytes.has($0, in: bytes, at: from, to: to) }
      && LogBytes.find(mark, in: bytes, from: from, to: to) != nil
  }

  private static let mark: StaticString = "msgid=<Asterisk-"

  /// That nobody gets a mail, and the words that say so.
  package struct Loss {
    /// The mail's Message-ID, or its beginning: of a long one Dovecot writes 77 bytes and three dots.
    package var id: Range<Int>
    package var isWhole: Bool
    package var outcome: MailLogOutcome
    package var words: Range<Int>
  }

  package static func loss(_ bytes: Span<UInt8>, _ message: Range<Int>) -> Loss? {
    let (from, to) = (message.lowerBound, message.upperBound)
    guard let mark = LogBytes.find(mark, in: bytes, from: from, to: to) else { return nil }
    let start = mark + 7
    var end = start
    while end < to, bytes[end] != 0x3E, bytes[end] != 0x3A, bytes[end] != 0x20 { end += 1 }
    let isWhole = end < to && bytes[end] == 0x3E
    guard isWhole || LogBytes.has("...", in: bytes, at: end - 3, to: to) else { return nil }
    func says(_ words: [StaticString]) -> Bool {
      words.contains { LogBytes.find($0, in: bytes, from: from, to: to) != nil }
    }
    let outcome: MailLogOutcome
    if says(["essage to be discarded", "discard action"]) {
      outcome = .discarded
    } else if says([": rejected: ", "rejected message", "reject message", "reject action"]) {
      outcome = .failed
    } else {
      return nil
    }
    var words = end + 1
    while words < to, bytes[words] == 0x3A || bytes[words] == 0x20 { words += 1 }
    return Loss(
      id: start..<(isWhole ? end : end - 3), isWhole: isWhole, outcome: outcome,
      words: min(words, to)..<to)
  }
}
