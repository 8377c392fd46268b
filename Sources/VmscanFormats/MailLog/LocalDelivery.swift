/// What is known of the programs that a mail server hands mails to on its own machine.
package enum LocalDelivery {
  /// Programs that put a mail into a mailbox, or fail.
  private static let stores: [StaticString] = [
    "dovecot", "procmail", "maildrop", "deliver", "lmtp", "cyrus", "lda", "sieve", "mailfilter",
  ]

  /// Whether a command or a service's name is that of a program that stores mails.
  package static func isMailStore(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard LogBytes.find("/dev/null", in: bytes, from: range.lowerBound, to: range.upperBound) == nil
    else { return false }
    return stores.contains { name in
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

  /// Whether a relay is this machine itself, where content filters listen, whatever its name:
  /// `127.0.0.1[127.0.0.1]:10024`, `localhost[::1]:10026`, `pbx.example.com[127.0.0.1]:10024`.
  package static func isLoopback(_ bytes: Span<UInt8>, _ relay: Range<Int>) -> Bool {
    let (from, to) = (relay.lowerBound, relay.upperBound)
    guard let bracket = LogBytes.index(of: 0x5B, in: bytes, from: from, to: to) else {
      return isLocalHost(bytes, at: from, to: to)
    }
    return loopbacks.contains { LogBytes.has($0, in: bytes, at: bracket, to: to) }
  }

  /// This machine's own addresses; Debian gives its name the second one.
  private static let loopbacks: [StaticString] = [
    "[127.0.0.1]", "[127.0.1.1]", "[::1]", "[IPv6:::1]", "[IPv6:0:0:0:0:0:0:0:1]",
  ]

  /// Whether a relay is a socket in this machine's file system: `pbx.example.com[private/dovecot-lmtp]`.
  package static func isSocket(_ bytes: Span<UInt8>, _ relay: Range<Int>) -> Bool {
    guard
      let bracket = LogBytes.index(
        of: 0x5B, in: bytes, from: relay.lowerBound, to: relay.upperBound)
    else { return false }
    return LogBytes.index(of: 0x2F, in: bytes, from: bracket, to: relay.upperBound) != nil
  }

  /// Whether the words in `range` name this machine itself in brackets, as Exim and Sendmail name the
  /// server that took a mail.
  package static func namesLoopback(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    loopbacks.contains {
      LogBytes.find($0, in: bytes, from: range.lowerBound, to: range.upperBound) != nil
    }
  }

  /// Whether a host's name or address at `at` is this machine's own.
  package static func isLocalHost(_ bytes: Span<UInt8>, at: Int, to: Int) -> Bool {
    localNames.contains { name in
      let end = at + name.utf8CodeUnitCount
      // Neither `127.0.0.10` nor `localhost.example.com`.
      return LogBytes.has(name, in: bytes, at: at, to: to)
        && (end >= to || !isLetter(bytes[end]) && bytes[end] &- 0x30 >= 10 && bytes[end] != 0x2E)
    }
  }

  private static let localNames: [StaticString] = [
    "127.0.0.1", "127.0.1.1", "localhost", "localhost.localdomain", "localhost4", "localhost6",
    "ip6-localhost", "::1", "[::1]", "[127.0.0.1]",
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
