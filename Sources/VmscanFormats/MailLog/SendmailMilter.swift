/// Reads what a Sendmail line says of a milter's wishes.
enum SendmailMilter {
  /// `Milter: data, reject=…` is the milter's verdict, `Milter (NAME) …` a change to the mail; releases
  /// before 8.14 leave the name out.
  static func event(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    if LogBytes.has("Milter: ", in: bytes, at: from, to: to) { return verdict(bytes, from, to) }
    guard LogBytes.has("Milter ", in: bytes, at: from, to: to) else { return nil }
    var start = from + 7
    if LogBytes.has("(", in: bytes, at: start, to: to) {
      guard let close = LogBytes.find(") ", in: bytes, from: start, to: to) else { return nil }
      start = close + 2
    }
    if LogBytes.has("add: rcpt: ", in: bytes, at: start, to: to) {
      return .added(address(bytes, start + 11, to))
    }
    if LogBytes.has("delete: rcpt ", in: bytes, at: start, to: to) {
      // The mail had no such recipient.
      guard LogBytes.find(", naddrs=0", in: bytes, from: start, to: to) == nil else { return nil }
      return .withdrawn(address(bytes, start + 13, to), detail: from..<to)
    }
    return LogBytes.has("message: body replaced", in: bytes, at: start, to: to) ? .rewritten : nil
  }

  private static func verdict(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    if LogBytes.find(", discard", in: bytes, from: from, to: to) != nil {
      return .givenUp(detail: from..<to)
    }
    guard let answer = LogBytes.find(", reject=", in: bytes, from: from, to: to) else { return nil }
    // Whoever handed it in keeps it and tries again.
    return LogBytes.has("4", in: bytes, at: answer + 9, to: to)
      ? .putOff(detail: from..<to) : .givenUp(detail: from..<to)
  }

  /// The address of `<a@x>` or `<a@x>, naddrs=1`, or all that there is.
  private static func address(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Range<Int> {
    guard LogBytes.has("<", in: bytes, at: from, to: to),
      let end = LogBytes.unquotedIndex(of: 0x3E, in: bytes, from: from, to: to)
    else {
      return from..<(LogBytes.find(", naddrs=", in: bytes, from: from, to: to) ?? to)
    }
    return from + 1..<end
  }
}
