/// What is known of the programs that a mail server hands mails to on its own machine.
package enum LocalDelivery {
  /// Programs that put a mail into a mailbox, or fail.
  private static let stores: [StaticString] = [
    "dovecot", "procmail", "maildrop", "deliver", "lmtp", "cyrus", "lda", "sieve", "mailfilter",
  ]

  /// Whether a command or a service's name is that of a program that stores mails.
  package static func isMailStore(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    stores.contains { name in
      var position = range.lowerBound
      while let found = LogBytes.find(name, in: bytes, from: position, to: range.upperBound) {
        let end = found + name.utf8CodeUnitCount
        let isStart = found == range.lowerBound || !isLetter(bytes[found - 1])
        if isStart, end == range.upperBound || !isLetter(bytes[end]) || name.utf8CodeUnitCount > 4 {
          return true
        }
        position = found + 1
      }
      return false
    }
  }

  /// Whether a relay is this machine itself, where content filters listen: `127.0.0.1[127.0.0.1]:10024`,
  /// `localhost[::1]:10026`, but no server that only this machine knows by a loopback address.
  package static func isLoopback(_ bytes: Span<UInt8>, _ relay: Range<Int>) -> Bool {
    let (from, to) = (relay.lowerBound, relay.upperBound)
    guard
      LogBytes.has("127.0.0.1", in: bytes, at: from, to: to)
        || LogBytes.has("localhost", in: bytes, at: from, to: to)
        || LogBytes.has("::1[", in: bytes, at: from, to: to)
    else { return false }
    guard let bracket = LogBytes.index(of: 0x5B, in: bytes, from: from, to: to) else { return true }
    return LogBytes.has("127.0.0.1]", in: bytes, at: bracket + 1, to: to)
      || LogBytes.has("::1]", in: bytes, at: bracket + 1, to: to)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
