/// The parts of `Asterisk-N-RANDOM-MAILBOX-PID@HOST` (`make_email_file`), as ranges of a line.
package struct AsteriskMessageID: Sendable, Equatable {
  /// Number of the message at arrival, 0-based: the id holds it plus one.
  package var messageNumber: Int32
  package var mailbox: Range<Int>
  package var pid: Int32
  package var host: Range<Int>

  /// Reads `from..<to`, without angle brackets.
  ///
  /// The mailbox may hold `-`; the host is what follows the first `@` after the process id.
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard LogBytes.has("Asterisk-", in: bytes, at: from, to: to),
      let number = LogBytes.number(in: bytes, from: from + 9, to: to),
      (1...Int64(Int32.max)).contains(number.value),
      number.end < to, bytes[number.end] == 0x2D,
      let random = LogBytes.number(in: bytes, from: number.end + 1, to: to),
      random.end < to, bytes[random.end] == 0x2D
    else { return nil }
    let start = random.end + 1
    guard let tail = Self.tail(bytes, from: start, to: to) else { return nil }
    messageNumber = Int32(number.value - 1)
    mailbox = start..<tail.dash
    pid = tail.pid
    host = tail.at + 1..<to
  }

  /// Finds the last `-PID@` that leaves a mailbox before and a host behind it.
  private static func tail(
    _ bytes: Span<UInt8>, from: Int, to: Int
  ) -> (dash: Int, pid: Int32, at: Int)? {
    var result: (dash: Int, pid: Int32, at: Int)?
    var position = from
    while let at = LogBytes.index(of: 0x40, in: bytes, from: position, to: to) {
      position = at + 1
      var digits = at
      while digits > from, bytes[digits - 1] >= 0x30, bytes[digits - 1] <= 0x39 { digits -= 1 }
      guard digits < at, digits - 1 > from, bytes[digits - 1] == 0x2D, at + 1 < to,
        let pid = LogBytes.number(in: bytes, from: digits, to: at),
        pid.value <= Int64(Int32.max)
      else { continue }
      result = (digits - 1, Int32(pid.value), at)
    }
    return result
  }
}
