/// Reads what a Postfix line says behind its queue id.
///
/// The fields are read in order, never searched for, so that an address or a server's answer that
/// contains `status=sent` cannot pass for the status.
package enum PostfixLine {
  /// Whether a line opens a mail of Asterisk's.
  @inline(__always)
  package static func opensVoicemail(
    _ bytes: Span<UInt8>, _ head: PostfixHead, to: Int
  ) -> Bool {
    let start = Int(head.idEnd) + 2
    guard start < to, bytes[start] == 0x6D else { return false }
    return LogBytes.has("message-id=<Asterisk-", in: bytes, at: start, to: to)
      || LogBytes.has("message-id=Asterisk-", in: bytes, at: start, to: to)
  }

  /// Whether a line may be about a voicemail mail that is not known under its id yet: it goes to
  /// somebody else than its recipients, through a filter, or on from another id.
  @inline(__always)
  package static func tellsAhead(
    _ bytes: Span<UInt8>, _ head: PostfixHead, to: Int
  ) -> Bool {
    let start = Int(head.idEnd) + 2
    // The third letter of `redirect`, `uid` and `filter`.
    guard start + 2 < to, bytes[start + 2] | 0x08 == 0x6C else { return false }
    return LogBytes.has("redirect: ", in: bytes, at: start, to: to)
      || LogBytes.has("filter: ", in: bytes, at: start, to: to)
      || formerID(bytes, from: start, to: to) != nil
  }

  /// The id under which a mail lay that pickup hands in again: `uid=0 from=<a@x> orig_id=4A1B2C3D4E`.
  private static func formerID(_ bytes: Span<UInt8>, from: Int, to: Int) -> Range<Int>? {
    guard LogBytes.has("uid=", in: bytes, at: from, to: to) else { return nil }
    let end = bytes[to - 1] == 0x0D ? to - 1 : to
    var start = end
    while start > from, end - start <= QueueID.longest, bytes[start - 1] != 0x3D { start -= 1 }
    guard start < end, LogBytes.has(" orig_id=", in: bytes, at: start - 9, to: end) else {
      return nil
    }
    return start..<end
  }

  /// Finds the parts before a line's message; `nil` when this is no Postfix line.
  ///
  /// Makes no more of the line, because most lines are about other mails and end here. A line whose
  /// host and program begin as in an earlier line of the same bytes, whose `origin` is given, needs
  /// no search for the host's end; without an earlier one it is empty.
  @inline(__always)
  package static func head(
    _ bytes: Span<UInt8>, from: Int, to: Int, origin: Range<Int>
  ) -> PostfixHead? {
    // A journal entry's text may look like anything.
    // All places looked at without a check are within the first 20 bytes.
    guard from >= 0, to <= bytes.count, to &- from > 20, bytes[unchecked: from] != 0x7B else {
      return nil
    }
    var start = from &+ 16
    if bytes[unchecked: from] < 0x41 {
      guard bytes[unchecked: from &+ 10] != 0x20,
        let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to)
      else { return nil }
      start = blank &+ 1
    }
    var tag = start &+ origin.count &- 7
    if origin.isEmpty || !LogBytes.repeats(origin, in: bytes, at: start, to: to) {
      guard let hostEnd = LogBytes.index(of: 0x20, in: bytes, from: start, to: to),
        LogBytes.has("postfix", in: bytes, at: hostEnd + 1, to: to)
      else { return nil }
      tag = hostEnd + 1
    }
    guard let tagEnd = LogBytes.nearIndex(of: 0x20, in: bytes, from: tag &+ 7, to: to) else {
      return nil
    }
    let id = tagEnd &+ 1
    let limit = min(to, id &+ QueueID.longest &+ 1)
    let end = LogBytes.nearIndex(of: 0x3A, in: bytes, from: id, to: limit) ?? id
    return PostfixHead(
      host: Int32(truncatingIfNeeded: start), tag: Int32(truncatingIfNeeded: tag),
      id: Int32(truncatingIfNeeded: id), idEnd: Int32(truncatingIfNeeded: end))
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard from < to else { return nil }
    let program = line.program
    switch bytes[from] {
    case 0x6D: return messageID(bytes, from, to) ?? notice(bytes, from, to, program)
    case 0x66:
      return sender(bytes, from, to)
        ?? (LogBytes.has("filter: ", in: bytes, at: from, to: to)
          ? .filtered(detail: from..<to) : nil)
    case 0x74: return recipient(bytes, from, to, program)
    case 0x72 where LogBytes.has("removed", in: bytes, at: from, to: to) && to - from == 7:
      return isProgram("/postsuper", bytes, program) ? .givenUp(detail: from..<to) : .removed
    case 0x72 where LogBytes.has("requeued", in: bytes, at: from, to: to): return .requeued
    case 0x75 where LogBytes.has("uid=", in: bytes, at: from, to: to):
      return formerID(bytes, from: from, to: to).map { .continued($0) } ?? .started
    case 0x68 where LogBytes.has("hold: ", in: bytes, at: from, to: to):
      return isProgram("/cleanup", bytes, program) ? .held(detail: from..<to) : nil
    case 0x70 where LogBytes.has("placed on hold", in: bytes, at: from, to: to):
      return .held(detail: from..<to)
    case 0x63 where LogBytes.has("client=", in: bytes, at: from, to: to): return .started
    default: return notice(bytes, from, to, program)
    }
  }

  private static func notice(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ program: Range<Int>
  ) -> MailLogEvent? {
    if LogBytes.has("sender non-delivery notification:", in: bytes, at: from, to: to) {
      return .nonDelivery
    }
    if LogBytes.has("released from hold", in: bytes, at: from, to: to) { return .released }
    if LogBytes.has("redirect: ", in: bytes, at: from, to: to) {
      return .redirected(detail: from..<to)
    }
    if LogBytes.has("milter-hold: ", in: bytes, at: from, to: to) {
      return .held(detail: from..<to)
    }
    guard isProgram("/cleanup", bytes, program) else { return nil }
    if isPutOff(bytes, from, to) { return .putOff(detail: from..<to) }
    let refusals: [StaticString] = ["reject:", "milter-reject:", "discard:", "milter-discard:"]
    let isRefused = refusals.contains { LogBytes.has($0, in: bytes, at: from, to: to) }
    return isRefused ? .givenUp(detail: from..<to) : nil
  }

  /// Whether a milter answers for now only, so that pickup tries the mail again under another id.
  private static func isPutOff(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Bool {
    guard LogBytes.has("milter-reject: ", in: bytes, at: from, to: to),
      let client = LogBytes.find("]: ", in: bytes, from: from, to: to)
    else { return false }
    return LogBytes.has("4", in: bytes, at: client + 3, to: to)
  }

  static func isProgram(
    _ name: StaticString, _ bytes: Span<UInt8>, _ tag: Range<Int>
  ) -> Bool {
    let end =
      LogBytes.index(of: 0x5B, in: bytes, from: tag.lowerBound, to: tag.upperBound)
      ?? tag.upperBound
    let start = end - name.utf8CodeUnitCount
    return start >= tag.lowerBound && LogBytes.has(name, in: bytes, at: start, to: end)
  }

  private static func messageID(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard LogBytes.has("message-id=", in: bytes, at: from, to: to) else { return nil }
    var (start, end) = (from + 11, to)
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    if start < end, bytes[start] == 0x3C, bytes[end - 1] == 0x3E {
      (start, end) = (start + 1, end - 1)
    }
    return .messageID(start..<max(start, end), size: nil, recipients: nil)
  }

  private static func sender(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> MailLogEvent? {
    guard LogBytes.has("from=<", in: bytes, at: from, to: to),
      let end = closing(bytes, from + 6, to)
    else { return nil }
    let next = end + 1
    if LogBytes.has(", status=expired", in: bytes, at: next, to: to)
      || LogBytes.has(", status=force-expired", in: bytes, at: next, to: to)
    {
      return .givenUp(detail: next + 2..<to)
    }
    guard LogBytes.has(", size=", in: bytes, at: next, to: to),
      let size = LogBytes.number(in: bytes, from: next + 7, to: to),
      LogBytes.has(", nrcpt=", in: bytes, at: size.end, to: to),
      let count = LogBytes.number(in: bytes, from: size.end + 8, to: to)
    else { return nil }
    return .queued(size: size.value, recipients: Int32(clamping: count.value))
  }

  /// Position of the `>` that ends an address begun before `from`; quoted parts may hold one too.
  private static func closing(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int? {
    guard let first = LogBytes.nearIndex(of: 0x3E, in: bytes, from: from, to: to) else {
      return nil
    }
    if LogBytes.nearIndex(of: 0x22, in: bytes, from: from, to: first) == nil { return first }
    return LogBytes.unquotedIndex(of: 0x3E, in: bytes, from: from, to: to)
  }

  private static func recipient(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ program: Range<Int>
  ) -> MailLogEvent? {
    guard LogBytes.has("to=<", in: bytes, at: from, to: to),
      let end = closing(bytes, from + 4, to)
    else { return nil }
    var original: Range<Int>?
    var next = end + 1
    if LogBytes.has(", orig_to=<", in: bytes, at: next, to: to) {
      guard let close = closing(bytes, next + 11, to) else { return nil }
      original = next + 11..<close
      next = close + 1
    }
    var relay = next..<next
    while !LogBytes.has(", status=", in: bytes, at: next, to: to) {
      guard LogBytes.has(", ", in: bytes, at: next, to: to),
        let comma = LogBytes.index(of: 0x2C, in: bytes, from: next + 2, to: to)
      else { return nil }
      if LogBytes.has("relay=", in: bytes, at: next + 2, to: comma) { relay = next + 8..<comma }
      next = comma
    }
    let status = next + 9
    let blank = LogBytes.index(of: 0x20, in: bytes, from: status, to: to) ?? to
    let detail = PostfixFate.detail(bytes, blank, to)
    guard let outcome = PostfixFate.outcome(bytes, status..<blank, relay, detail, program) else {
      return nil
    }
    return .recipient(
      MailLogRecipient(
        address: from + 4..<end, original: original, outcome: outcome, detail: detail))
  }
}
