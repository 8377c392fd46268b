/// Reads what an Exim main log line says behind its message id.
package enum EximLine {
  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard to - from >= 3 else { return nil }
    if bytes[from + 2] == 0x20 {
      switch (bytes[from], bytes[from + 1]) {
      case (0x3C, 0x3D): return arrival(bytes, from + 3, to)
      case (0x3D, 0x3E), (0x2D, 0x3E), (0x3E, 0x3E): return delivery(bytes, from + 3, to, .sent)
      case (0x2A, 0x2A): return delivery(bytes, from + 3, to, .failed)
      case (0x3D, 0x3D): return delivery(bytes, from + 3, to, .deferred)
      // Suppressed by -N: nothing was delivered.
      case (0x2A, 0x3E): return delivery(bytes, from + 3, to, .failed)
      default: return nil
      }
    }
    if LogBytes.has("Completed", in: bytes, at: from, to: to) { return .removed }
    if LogBytes.has("cancelled by ", in: bytes, at: from, to: to)
      || LogBytes.has("removed by ", in: bytes, at: from, to: to)
    {
      return .givenUp(detail: from..<to)
    }
    return nil
  }

  /// `<= sender … S=4630 id=Asterisk-… T="…" for a b`: tokens, of which quoted ones may hold blanks.
  private static func arrival(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    var size: Int64?
    var id: Range<Int>?
    var recipients: Int32?
    var position = from
    while position < to {
      let end = tokenEnd(bytes, position, to)
      if LogBytes.has("S=", in: bytes, at: position, to: end) {
        size = LogBytes.number(in: bytes, from: position + 2, to: end)?.value
      } else if LogBytes.has("id=", in: bytes, at: position, to: end), id == nil {
        id = position + 3..<end
      } else if end - position == 3, LogBytes.has("for", in: bytes, at: position, to: end) {
        recipients = tokens(bytes, end + 1, to)
        break
      }
      position = end + 1
    }
    guard let id else { return .started }
    return .messageID(id, size: size, recipients: recipients)
  }

  private static func tokens(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int32 {
    var count: Int32 = 0
    var position = from
    while position < to {
      count += 1
      position = tokenEnd(bytes, position, to) + 1
    }
    return count
  }

  /// End of the token at `from`: the next blank outside double quotes.
  private static func tokenEnd(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int {
    var isQuoted = false
    var position = from
    while position < to {
      switch bytes[position] {
      case 0x5C where isQuoted: position += 1
      case 0x22: isQuoted.toggle()
      case 0x20 where !isQuoted: return position
      default: break
      }
      position += 1
    }
    return to
  }

  /// `addr R=…`, `local <addr> R=…`, `addr: reason`; the address before aliases is in brackets.
  private static func delivery(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ outcome: MailLogOutcome
  ) -> MailLogEvent? {
    var end = tokenEnd(bytes, from, to)
    guard end > from else { return nil }
    let isThrownAway =
      LogBytes.has(":blackhole:", in: bytes, at: from, to: end)
      || LogBytes.has("/dev/null", in: bytes, at: from, to: end)
    var next = end + 1
    if bytes[end - 1] == 0x3A { end -= 1 }
    var original: Range<Int>?
    if next < to, bytes[next] == 0x3C,
      let close = LogBytes.index(of: 0x3E, in: bytes, from: next, to: to)
    {
      original = next + 1..<close
      next = close + 1
    }
    return .recipient(
      MailLogRecipient(
        address: from..<end, original: original,
        outcome: outcome == .sent && isThrownAway ? .failed : outcome,
        detail: min(next, to)..<to))
  }
}
