/// Reads what a Sendmail line says behind its queue id.
package enum SendmailLine {
  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    if LogBytes.has("from=", in: bytes, at: from, to: to) { return arrival(bytes, from, to) }
    if LogBytes.has("to=", in: bytes, at: from, to: to) { return delivery(bytes, from, to) }
    if LogBytes.has("done;", in: bytes, at: from, to: to) { return .removed }
    let isNotice =
      LogBytes.find(": DSN: ", in: bytes, from: from, to: to) != nil
      || LogBytes.find(": return to sender: ", in: bytes, from: from, to: to) != nil
      || LogBytes.find(": sender notify: ", in: bytes, from: from, to: to) != nil
    guard isNotice else { return nil }
    // A warning about a delay is a sender notification too, and no failure.
    return LogBytes.find(": Warning: ", in: bytes, from: from, to: to) == nil ? .nonDelivery : nil
  }

  private static func arrival(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard let field = LogBytes.find(", msgid=<", in: bytes, from: from, to: to),
      let end = LogBytes.index(of: 0x3E, in: bytes, from: field + 9, to: to)
    else { return .started }
    let size = LogBytes.find(", size=", in: bytes, from: from, to: field)
      .flatMap { LogBytes.number(in: bytes, from: $0 + 7, to: to)?.value }
    let count = LogBytes.find(", nrcpts=", in: bytes, from: from, to: field)
      .flatMap { LogBytes.number(in: bytes, from: $0 + 9, to: to)?.value }
    return .messageID(field + 9..<end, size: size, recipients: count.map(Int32.init(clamping:)))
  }

  /// `to=<a>,<b>, ctladdr=…, …, dsn=2.0.0, stat=Sent (…)`; the addresses are separated by a comma
  /// without a blank.
  private static func delivery(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard let listEnd = LogBytes.find(", ", in: bytes, from: from, to: to),
      let stat = LogBytes.find(", stat=", in: bytes, from: listEnd, to: to)
    else { return nil }
    let dsn = LogBytes.find(", dsn=", in: bytes, from: listEnd, to: stat + 2)
      .map { bytes[$0 + 6] }
    let text = stat + 7
    let outcome: MailLogOutcome
    if LogBytes.has("Sent", in: bytes, at: text, to: to) {
      outcome = dsn.map { $0 == 0x32 } ?? true ? .sent : .failed
    } else if LogBytes.has("queued", in: bytes, at: text, to: to) {
      outcome = .queued
    } else if LogBytes.has("Deferred", in: bytes, at: text, to: to) || dsn == 0x34 {
      outcome = .deferred
    } else {
      outcome = .failed
    }
    return .recipients(list: from + 3..<listEnd, outcome, detail: text..<to)
  }
}
