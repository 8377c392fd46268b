/// Reads what a Sendmail line says behind its queue id.
package enum SendmailLine {
  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    if LogBytes.has("from=", in: bytes, at: from, to: to) { return arrival(bytes, from, to) }
    if LogBytes.has("to=", in: bytes, at: from, to: to) { return delivery(bytes, from, to) }
    if LogBytes.has("done;", in: bytes, at: from, to: to) { return .removed }
    // An access map's DISCARD or a milter's.
    if LogBytes.has("discarded", in: bytes, at: from, to: to), to - from == 9 {
      return .givenUp(detail: from..<to)
    }
    if LogBytes.find(", discard", in: bytes, from: max(from, to - 9), to: to) != nil {
      return .givenUp(detail: from..<to)
    }
    if LogBytes.has("Milter", in: bytes, at: from, to: to) {
      return SendmailMilter.event(bytes, from, to)
    }
    if LogBytes.has("unquarantine", in: bytes, at: from, to: to) { return .released }
    if let clone = clone(bytes, from, to) { return clone }
    if LogBytes.has("quarantine=", in: bytes, at: from, to: to)
      || LogBytes.has("milter=", in: bytes, at: from, to: to)
        && LogBytes.find(", quarantine=", in: bytes, from: from, to: to) != nil
    {
      return .held(detail: from..<to)
    }
    let isNotice =
      LogBytes.find(": DSN: ", in: bytes, from: from, to: to) != nil
      || LogBytes.find(": return to sender: ", in: bytes, from: from, to: to) != nil
      || LogBytes.find(": sender notify: ", in: bytes, from: from, to: to) != nil
    guard isNotice else { return nil }
    // A warning about a delay and a receipt that was asked for are notices too, and no failure.
    let isHarmless =
      LogBytes.find(": Warning: ", in: bytes, from: from, to: to) != nil
      || LogBytes.find(": DSN: Return receipt", in: bytes, from: from, to: to) != nil
    return isHarmless ? nil : .nonDelivery
  }

  /// `NEWID: clone: owner=alice`: the targets of an alias that has an owner go on under another id.
  private static func clone(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    let limit = min(to, from + QueueID.longest + 1)
    guard let end = LogBytes.index(of: 0x3A, in: bytes, from: from, to: limit),
      LogBytes.has(": clone: owner=", in: bytes, at: end, to: to)
    else { return nil }
    return .cloned(as: from..<end, owner: address(bytes, end + 15..<to), detail: from..<to)
  }

  /// Reads `from=<a>, size=4183, class=0, nrcpts=2, msgid=<Asterisk-…>` and what follows.
  private static func arrival(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard let sender = listEnd(bytes, from + 5, to),
      let field = LogBytes.find(", msgid=", in: bytes, from: sender, to: to),
      let limit = listEnd(bytes, field + 8, to)
        ?? LogBytes.index(
          of: 0x3E, in: bytes, from: field + 8, to: to)
    else { return .started }
    let isBracketed = bytes[field + 8] == 0x3C
    let start = isBracketed ? field + 9 : field + 8
    let end = isBracketed && bytes[limit - 1] == 0x3E ? limit - 1 : limit
    let size = LogBytes.find(", size=", in: bytes, from: sender, to: field)
      .flatMap { LogBytes.number(in: bytes, from: $0 + 7, to: to)?.value }
    let count = LogBytes.find(", nrcpts=", in: bytes, from: sender, to: field)
      .flatMap { LogBytes.number(in: bytes, from: $0 + 9, to: to)?.value }
    return .messageID(
      start..<max(start, end), size: size, recipients: count.map(Int32.init(clamping:)),
      sender: address(bytes, from + 5..<sender))
  }

  /// `to=<a>,<b>, ctladdr=<alias> (8/0), …, dsn=2.0.0, stat=Sent (…)`; the addresses are separated
  /// by a comma without a blank.
  private static func delivery(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard let listEnd = listEnd(bytes, from + 3, to) else { return nil }
    var (next, controlling) = (listEnd, nil as Range<Int>?)
    if LogBytes.has(", ctladdr=", in: bytes, at: listEnd, to: to) {
      guard let end = Self.listEnd(bytes, listEnd + 10, to) else { return nil }
      (next, controlling) = (end, address(bytes, listEnd + 10..<end))
    }
    guard let stat = LogBytes.find(", stat=", in: bytes, from: next, to: to) else { return nil }
    let dsn = LogBytes.find(", dsn=", in: bytes, from: next, to: stat + 2)
      .map { bytes[$0 + 6] }
    let text = stat + 7
    let mailer = LogBytes.find(", mailer=", in: bytes, from: next, to: stat).map { $0 + 9 }
    let outcome: MailLogOutcome
    if LogBytes.has("Sent", in: bytes, at: text, to: to) {
      outcome =
        dsn.map { $0 == 0x32 } ?? true
        ? sent(bytes, list: from + 3..<listEnd, mailer: mailer, next, text..<to) : .failed
    } else if LogBytes.has("queued", in: bytes, at: text, to: to) {
      outcome = .queued
    } else if LogBytes.has("Deferred", in: bytes, at: text, to: to) || dsn == 0x34
      || LogBytes.has("quarantined", in: bytes, at: text, to: to)
    {
      outcome = .deferred
    } else {
      outcome = .failed
    }
    return .recipients(
      list: from + 3..<listEnd, outcome, detail: text..<to, controlling: controlling)
  }

  /// What `Sent` means: a file may be `/dev/null`, a command may do anything, a server may say that
  /// it threw the mail away.
  private static func sent(
    _ bytes: Span<UInt8>, list: Range<Int>, mailer: Int?, _ fields: Int, _ text: Range<Int>
  ) -> MailLogOutcome {
    let relay = LogBytes.find(", relay=", in: bytes, from: fields, to: text.lowerBound).map {
      $0 + 8..<text.lowerBound
    }
    if let mailer {
      if LogBytes.has("*file*", in: bytes, at: mailer, to: text.lowerBound) {
        return LogBytes.find("/dev/null", in: bytes, from: list.lowerBound, to: list.upperBound)
          == nil ? .sent : .discarded
      }
      if LogBytes.has("prog,", in: bytes, at: mailer, to: text.lowerBound) {
        return LocalDelivery.isMailStore(bytes, list) ? .sent : .taken
      }
      guard isDelivering(bytes, mailer, relay) else { return .taken }
    }
    if VerdictWords.areBad(bytes, text) { return .failed }
    // The daemon on the machine itself, whose own queue has the last word.
    let isHandedOn =
      relay.map {
        LocalDelivery.isLocalHost(bytes, at: $0.lowerBound, to: $0.upperBound)
          || LocalDelivery.namesLoopback(bytes, $0)
      } ?? false
    return isHandedOn ? .taken : .sent
  }

  /// Mailers that hand a mail to another server or put it into a mailbox, or fail.
  private static let mailers: [StaticString] = [
    "esmtp,", "smtp,", "smtp8,", "dsmtp,", "relay,", "local,", "cyrus,", "cyrusbb,", "cyrusv2,",
    "lmtp,", "dovecot,",
  ]

  /// Whether a mailer delivers, and is no program that does as it likes, as `procmail` does; one of
  /// the administrator's own does where the relay is a server's, with its address in brackets.
  private static func isDelivering(_ bytes: Span<UInt8>, _ mailer: Int, _ relay: Range<Int>?)
    -> Bool
  {
    if mailers.contains(where: { LogBytes.has($0, in: bytes, at: mailer, to: bytes.count) }) {
      return true
    }
    guard let relay,
      let end = LogBytes.find(", ", in: bytes, from: relay.lowerBound, to: relay.upperBound)
    else { return false }
    return end > relay.lowerBound && bytes[end - 1] == 0x5D
  }

  /// Position of the comma and blank that end a value; quoted parts of an address may hold them.
  private static func listEnd(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int? {
    var isQuoted = false
    var position = from
    while position + 1 < to {
      switch bytes[position] {
      case 0x5C where isQuoted: position += 1
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted && bytes[position + 1] == 0x20: return position
      default: break
      }
      position += 1
    }
    return nil
  }

  /// The address in `<alice@example.com> (1001/1001)` or `asterisk (101/101)`.
  private static func address(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (from, to) = (range.lowerBound, range.upperBound)
    if to > from, bytes[to - 1] == 0x29,
      let identity = (from..<to).last(where: { bytes[$0] == 0x20 })
    {
      to = identity
    }
    if to - from > 1, bytes[from] == 0x3C, bytes[to - 1] == 0x3E { (from, to) = (from + 1, to - 1) }
    return from..<to
  }
}
