/// What is known of the programs that a mail server hands mails to on its own machine.
package enum LocalDelivery {
  /// Programs, services and sockets by which a mail gets into a mailbox, or fails.
  ///
  /// Not procmail and maildrop, whose recipes may throw it away without a word.
  private static let stores: [StaticString] = [
    "dovecot", "dovecot-lda", "dovecot-lmtp", "dovecot-deliver", "deliver", "lda", "lmtp", "lmtpd",
    "cyrus", "cyrus-lmtp", "cyrus-deliver", "cyrdeliver", "dbmail-lmtp", "dbmail-lmtpd",
    "dbmail-deliver", "dbmail-smtp",
  ]

  /// Whether a command, a service's name or a socket is that of a program that stores mails: its first
  /// word, or another one that is a path.
  package static func isMailStore(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let (from, to) = (range.lowerBound, range.upperBound)
    guard LogBytes.find("/dev/null", in: bytes, from: from, to: to) == nil else { return false }
    var position = from
    var isFirst = true
    while position < to {
      var (start, isPath) = (position, false)
      while position < to, !isSeparator(bytes[position]) {
        if bytes[position] == 0x2F { (start, isPath) = (position + 1, true) }
        position += 1
      }
      if start < position {
        if isFirst || isPath, isStore(bytes, start..<position) { return true }
        isFirst = false
      }
      position += 1
    }
    return false
  }

  private static func isStore(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    stores.contains {
      $0.utf8CodeUnitCount == name.count
        && LogBytes.has($0, in: bytes, at: name.lowerBound, to: name.upperBound)
    }
  }

  /// A blank, or what a shell or a relay's brackets put between words: `"$&'()*+,;<=>[]|`.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte <= 0x2C || byte &- 0x3B < 4 || byte == 0x5B || byte == 0x5D || byte == 0x7C
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

  /// The socket in this machine's file system that a relay names: `pbx.example.com[private/dovecot-lmtp]`.
  package static func socket(_ bytes: Span<UInt8>, _ relay: Range<Int>) -> Range<Int>? {
    guard
      let bracket = LogBytes.index(
        of: 0x5B, in: bytes, from: relay.lowerBound, to: relay.upperBound),
      LogBytes.index(of: 0x2F, in: bytes, from: bracket, to: relay.upperBound) != nil
    else { return nil }
    return bracket..<relay.upperBound
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
