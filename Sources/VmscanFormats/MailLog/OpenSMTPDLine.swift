/// Reads OpenSMTPD's lines; a mail is known by its msgid, the first half of every evpid.
package enum OpenSMTPDLine {
  /// The mail's id in a line about one.
  static func mail(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Range<Int>? {
    guard
      let field = LogBytes.find(" msgid=", in: bytes, from: from, to: min(to, from + 60))
        ?? LogBytes.find(" evpid=", in: bytes, from: from, to: min(to, from + 60))
    else { return from..<from }
    return field + 15 <= to ? field + 7..<field + 15 : nil
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard let session = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
    let words = session + 1
    if LogBytes.has("smtp message ", in: bytes, at: words, to: to) {
      let count = number(" nrcpt=", bytes, words, to).map { Int32(clamping: $0) }
      return .begun(size: number(" size=", bytes, words, to), recipients: count, list: nil)
    }
    if LogBytes.has("smtp envelope ", in: bytes, at: words, to: to) {
      // A report to the sender.
      if LogBytes.find(" from=<> ", in: bytes, from: words, to: to) != nil { return .removed }
      guard let address = address(" to=<", bytes, words, to) else { return nil }
      return recipient(address, nil, .queued, to..<to)
    }
    let isRemote = LogBytes.has("mta delivery ", in: bytes, at: words, to: to)
    guard isRemote || LogBytes.has("mda delivery ", in: bytes, at: words, to: to),
      let address = address(" to=<", bytes, words, to),
      let result = LogBytes.find(" result=", in: bytes, from: address.upperBound, to: to)
    else { return nil }
    var original = Self.address(" rcpt=<", bytes, address.upperBound, result)
    if let text = original, text.count == 1, bytes[text.lowerBound] == 0x2D { original = nil }
    let detail = result + 1..<to
    return recipient(
      address, original, outcome(bytes, result + 8, to, isRemote, address, result), detail)
  }

  private static func outcome(
    _ bytes: Span<UInt8>, _ at: Int, _ to: Int, _ isRemote: Bool, _ address: Range<Int>,
    _ result: Int
  ) -> MailLogOutcome {
    let word = at < to && bytes[at] == 0x22 ? at + 1 : at
    if LogBytes.has("TempFail", in: bytes, at: word, to: to) { return .deferred }
    guard LogBytes.has("Ok", in: bytes, at: word, to: to) else { return .failed }
    if isRemote {
      if VerdictWords.areBad(bytes, word + 2..<to) { return .failed }
      let relay = LogBytes.find(" relay=\"", in: bytes, from: address.upperBound, to: result)
      // A content filter on the machine itself.
      let isFilter = relay.map { LocalDelivery.isLocalHost(bytes, at: $0 + 8, to: result) } ?? false
      return isFilter ? .taken : .sent
    }
    // What an alias to a file or a command gets is logged as delivered, under another user.
    guard
      let user = LogBytes.find(" user=", in: bytes, from: address.upperBound, to: result).map({
        $0 + 6
      }), let end = LogBytes.index(of: 0x20, in: bytes, from: user, to: result + 1),
      address.count > end - user, bytes[address.lowerBound + end - user] == 0x40,
      LogBytes.repeats(user..<end, in: bytes, at: address.lowerBound, to: address.upperBound)
    else { return .taken }
    return .sent
  }

  private static func recipient(
    _ address: Range<Int>, _ original: Range<Int>?, _ outcome: MailLogOutcome,
    _ detail: Range<Int>
  ) -> MailLogEvent {
    .recipient(
      MailLogRecipient(address: address, original: original, outcome: outcome, detail: detail))
  }

  private static func number(
    _ field: StaticString, _ bytes: Span<UInt8>, _ from: Int, _ to: Int
  ) -> Int64? {
    LogBytes.find(field, in: bytes, from: from, to: to).flatMap {
      LogBytes.number(in: bytes, from: $0 + field.utf8CodeUnitCount, to: to)?.value
    }
  }

  private static func address(
    _ field: StaticString, _ bytes: Span<UInt8>, _ from: Int, _ to: Int
  ) -> Range<Int>? {
    LogBytes.find(field, in: bytes, from: from, to: to).flatMap { found in
      let start = found + field.utf8CodeUnitCount
      return LogBytes.index(of: 0x3E, in: bytes, from: start, to: to).map { start..<$0 }
    }
  }
}
