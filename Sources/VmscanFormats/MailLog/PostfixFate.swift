/// What Postfix's status of a recipient means, by the words behind it and where the mail went.
enum PostfixFate {
  /// The words in parentheses at the line's end.
  static func detail(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Range<Int> {
    guard from + 2 < to, bytes[from + 1] == 0x28, bytes[to - 1] == 0x29 else {
      return min(from + 1, to)..<to
    }
    return from + 2..<to - 1
  }

  static func outcome(
    _ bytes: Span<UInt8>, _ status: Range<Int>, _ relay: Range<Int>, _ detail: Range<Int>,
    _ program: Range<Int>
  ) -> MailLogOutcome? {
    func isStatus(_ text: StaticString) -> Bool {
      status.count == text.utf8CodeUnitCount
        && LogBytes.has(text, in: bytes, at: status.lowerBound, to: status.upperBound)
    }
    // `soft_bounce = yes` keeps in the queue what would have bounced.
    if isStatus("deferred") || isStatus("SOFTBOUNCE") { return .deferred }
    if isStatus("bounced") || isStatus("expired") { return .failed }
    // `deliverable` and `undeliverable` answer address probes, not mails.
    // Without its closing bracket the line was cut, and a filter's verdict may be missing.
    let isWhole = detail.upperBound < bytes.count && bytes[detail.upperBound] == 0x29
    guard isStatus("sent"), isWhole else { return nil }
    return fate(bytes, relay, detail, program)
  }

  /// What `sent` means: the discard transport and `/dev/null` say it of what nobody gets, a content
  /// filter of what it throws away, and a command of whatever it does.
  ///
  /// The tag may not name the program, so most of it is told by the words.
  private static func fate(
    _ bytes: Span<UInt8>, _ relay: Range<Int>, _ detail: Range<Int>, _ program: Range<Int>
  ) -> MailLogOutcome {
    let (from, to) = (detail.lowerBound, detail.upperBound)
    let isNone =
      relay.count == 4
      && LogBytes.has("none", in: bytes, at: relay.lowerBound, to: relay.upperBound)
    if isNone || PostfixLine.isProgram("/discard", bytes, program) { return .discarded }
    if LogBytes.has("delivered to file: /dev/null", in: bytes, at: from, to: to) {
      return .discarded
    }
    let heads: [StaticString] = ["delivered to command: ", "delivered via "]
    let head = heads.first { LogBytes.has($0, in: bytes, at: from, to: to) }
    // The queue that it names has the last word.
    if LogBytes.has("forwarded as ", in: bytes, at: from, to: to) { return .taken }
    if let head {
      let command = from + head.utf8CodeUnitCount..<to
      return LocalDelivery.isMailStore(bytes, command) ? .sent : .taken
    }
    if VerdictWords.areBad(bytes, detail) { return .failed }
    let isHere =
      if let socket = LocalDelivery.socket(bytes, relay) {
        !LocalDelivery.isMailStore(bytes, socket)
          || LogBytes.find(" from MTA(", in: bytes, from: from, to: to) != nil
      } else {
        LocalDelivery.isLoopback(bytes, relay)
      }
    let isFilter = isHere && LogBytes.find("Saved", in: bytes, from: from, to: to) == nil
    return isFilter ? .taken : .sent
  }
}
