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

  /// The Message-ID of a mail that nobody gets, and the words that say so.
  package static func loss(
    _ bytes: Span<UInt8>, _ message: Range<Int>
  ) -> (id: Range<Int>, outcome: MailLogOutcome, words: Range<Int>)? {
    let (from, to) = (message.lowerBound, message.upperBound)
    guard let start = LogBytes.find(mark, in: bytes, from: from, to: to),
      let end = LogBytes.index(of: 0x3E, in: bytes, from: start, to: to)
    else { return nil }
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
    return (start + 7..<end, outcome, words..<to)
  }
}
