/// Reads what an Exim main log line says behind its message id.
package enum EximLine {
  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard to - from >= 3 else { return nil }
    if bytes[from + 2] == 0x20 {
      switch (bytes[from], bytes[from + 1]) {
      case (0x3C, 0x3D): return arrival(bytes, from + 3, to, isCut: isCut(bytes, line))
      case (0x3D, 0x3E), (0x2D, 0x3E), (0x3E, 0x3E): return delivery(bytes, from + 3, to, .sent)
      case (0x2A, 0x2A): return delivery(bytes, from + 3, to, .failed)
      case (0x3D, 0x3D): return delivery(bytes, from + 3, to, .deferred)
      // Suppressed by -N: nothing was delivered.
      case (0x2A, 0x3E): return delivery(bytes, from + 3, to, .failed)
      default: break
      }
    }
    if LogBytes.has("Frozen", in: bytes, at: from, to: to) { return .held(detail: from..<to) }
    if LogBytes.has("Unfrozen", in: bytes, at: from, to: to) { return .released }
    if LogBytes.has("Message abandoned", in: bytes, at: from, to: to)
      || LogBytes.has("rejected by ", in: bytes, at: from, to: to)
    {
      return .givenUp(detail: from..<to)
    }
    if LogBytes.has("Completed", in: bytes, at: from, to: to) { return .removed }
    if LogBytes.has("cancelled by ", in: bytes, at: from, to: to)
      || LogBytes.has("removed by ", in: bytes, at: from, to: to)
    {
      return .givenUp(detail: from..<to)
    }
    return nil
  }

  /// Whether syslog took the line in pieces, so that what stands at its end is not all.
  private static func isCut(_ bytes: Span<UInt8>, _ line: LogLine) -> Bool {
    LogBytes.find(
      "[1/", in: bytes, from: line.host.upperBound, to: line.queueID.lowerBound) != nil
  }

  /// `<= sender … S=4630 id=Asterisk-… T="…" for a b`: tokens; quoted ones may hold blanks.
  ///
  /// Exim leaves `id=` out when the Message-ID is none by RFC 5322, as with a host name that holds
  /// `_`; a local mail without one is then known by recipients and time.
  private static func arrival(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, isCut: Bool
  ) -> MailLogEvent? {
    var size: Int64?
    var id: Range<Int>?
    var recipients: Int32?
    var list: Range<Int>?
    var isLocal = false
    var position = tokenEnd(bytes, from, to) + 1
    while position < to {
      let end = tokenEnd(bytes, position, to)
      if LogBytes.has("S=", in: bytes, at: position, to: end) {
        size = LogBytes.number(in: bytes, from: position + 2, to: end)?.value
      } else if LogBytes.has("P=local", in: bytes, at: position, to: end) {
        isLocal = true
      } else if LogBytes.has("id=", in: bytes, at: position, to: end), id == nil {
        id = position + 3..<end
      } else if end - position == 3, LogBytes.has("for", in: bytes, at: position, to: end) {
        if !isCut { (recipients, list) = (tokens(bytes, end + 1, to), min(end + 1, to)..<to) }
        break
      }
      position = end + 1
    }
    if let id { return .messageID(id, size: size, recipients: recipients) }
    // A report to the sender has none, and no sender.
    let isReport = LogBytes.has("<> ", in: bytes, at: from, to: to)
    return isLocal && !isReport ? .begun(size: size, recipients: recipients, list: list) : .started
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
    LogBytes.unquotedIndex(of: 0x20, in: bytes, from: from, to: to) ?? to
  }

  /// Reads an attempt: `addr R=…`, `local <addr> R=…`, `addr: reason`.
  ///
  /// The address before aliases is in brackets. A quoted local part stands there without its quotes.
  private static func delivery(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ outcome: MailLogOutcome
  ) -> MailLogEvent? {
    // `=> discarded (system filter)`, `=> blackhole (non-SMTP ACL discarded recipients)`.
    if LogBytes.has("discarded (", in: bytes, at: from, to: to)
      || LogBytes.has("blackhole (", in: bytes, at: from, to: to)
    {
      return .givenUp(detail: from..<to)
    }
    // `=> >a@x`: an automatic reply, which delivers nothing.
    guard bytes[from] != 0x3E else { return nil }
    var end = addressEnd(bytes, from, to)
    guard end > from else { return nil }
    var isThrownAway =
      LogBytes.has(":blackhole:", in: bytes, at: from, to: end)
      || LogBytes.has("/dev/null", in: bytes, at: from, to: end)
    let isCommand = bytes[from] == 0x7C
    var next = end + 1
    if bytes[end - 1] == 0x3A { end -= 1 }
    // `=> a@x (b@x) <c@x>`: the addresses between the first and the last one (+all_parents).
    while next < to, bytes[next] == 0x28,
      let close = LogBytes.unquotedIndex(of: 0x29, in: bytes, from: next, to: to)
    {
      next = min(close + 2, to)
    }
    var original: Range<Int>?
    if next < to, bytes[next] == 0x3C,
      let close = LogBytes.index(of: 0x3E, in: bytes, from: next, to: to)
    {
      original = next + 1..<close
      next = close + 1
      // `=> discarded <a@x>`: a filter ended without a delivery.
      isThrownAway =
        isThrownAway || end - from == 9 && LogBytes.has("discarded", in: bytes, at: from, to: end)
    }
    let detail = min(next, to)..<to
    return .recipient(
      MailLogRecipient(
        address: from..<end, original: original,
        outcome: outcome == .sent
          ? fate(bytes, detail, isThrownAway: isThrownAway, command: isCommand ? from..<end : nil)
          : outcome,
        detail: detail))
  }

  private static func fate(
    _ bytes: Span<UInt8>, _ detail: Range<Int>, isThrownAway: Bool, command: Range<Int>?
  ) -> MailLogOutcome {
    if isThrownAway { return .discarded }
    if let command { return LocalDelivery.isMailStore(bytes, command) ? .sent : .taken }
    let host = LogBytes.find(" H=", in: bytes, from: detail.lowerBound, to: detail.upperBound)
    // The server's answer, when it is logged, stands in `C="…"`.
    let answer = LogBytes.find(
      " C=\"", in: bytes, from: host ?? detail.lowerBound, to: detail.upperBound)
    if let answer, VerdictWords.areBad(bytes, answer + 4..<detail.upperBound) { return .failed }
    guard let host else { return EximTransport.fate(bytes, detail) }
    // A content filter on the machine itself.
    let isFilter = LocalDelivery.namesLoopback(bytes, host..<(answer ?? detail.upperBound))
    return isFilter ? .taken : .sent
  }

  /// End of the address at `from`: before a bracketed address, a field such as `R=`, or the colon of
  /// a reason; an address without quotes may hold blanks.
  private static func addressEnd(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int {
    var end = tokenEnd(bytes, from, to)
    while end + 2 < to, bytes[end - 1] != 0x3A {
      let next = bytes[end + 1]
      let isField = next &- 0x41 < 26 && bytes[end + 2] == 0x3D
      // Exim 4.100 writes a blank before the colon of a reason.
      if next == 0x3C || next == 0x28 || next == 0x3A || isField { break }
      let stop = tokenEnd(bytes, end + 1, to)
      // Only an address goes on; a line that ends so is not taken apart.
      guard stop < to else { break }
      end = stop
    }
    return end
  }
}
