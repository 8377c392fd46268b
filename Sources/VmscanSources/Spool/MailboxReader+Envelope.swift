import VmscanFormats
import VmscanModel
import VmscanSystem

extension MailboxReader {
  /// Parses the first bytes of the envelope buffer into a record and the mailbox's text.
  mutating func parse(_ count: Int, writtenAt modified: Int64, into record: inout MessageRecord) {
    let bytes = envelopeBytes
    let source = bytes.span.extracting(0..<count)
    let envelope = parser.parse(source)
    record.origtime = envelope.origtime.map { Timestamp($0) }
    record.duration = envelope.duration
    record.messageID = Self.keep(envelope.messageID, of: source, parser, in: &box.text)
    record.callerID = Self.keep(envelope.callerID, of: source, parser, in: &box.text)
    record.origMailbox = Self.keep(envelope.origMailbox, of: source, parser, in: &box.text)
    if Self.equals(envelope.rdnis, "Unknown", source, parser) {
      record.marks.insert(.externalRecording)
    }
    if Self.equals(envelope.flag, "Urgent", source, parser) { record.marks.insert(.urgent) }
    if record.origMailbox.length > 0, !isOwnNumber(record.origMailbox) {
      record.marks.insert(.copy)
    }
    note(envelope, into: &record)
    // Adding a msg_id rewrites the file in place, where a reader can catch it empty.
    if envelope.origtime == nil, modified > SystemClock.nanoseconds - 2_000_000_000 {
      consistency = max(consistency, .beingWritten)
    }
  }

  private func note(_ envelope: Envelope, into record: inout MessageRecord) {
    if envelope.isDamaged { record.problems.insert(.damagedEnvelope) }
    if envelope.faults.contains(.hiddenFields) { record.problems.insert(.hiddenFields) }
    if record.messageID.length == 0 { record.problems.insert(.missingMessageID) }
    guard let time = record.origtime else {
      record.problems.insert(.missingOrigtime)
      return
    }
    if time > settings.now { record.problems.insert(.futureOrigtime) }
  }

  /// Marks messages of one folder, from a place in `messages` on, that have the same `msg_id`.
  mutating func noteDuplicateIDs(from first: Int) {
    guard box.messages.count - first > 1 else { return }
    messageIDs.removeAll(keepingCapacity: true)
    for index in first..<box.messages.count where box.messages[index].messageID.length > 0 {
      messageIDs.append(hash(box.messages[index].messageID) << 24 | UInt64(index - first))
    }
    messageIDs.sort()
    for place in messageIDs.indices.dropFirst() {
      guard messageIDs[place] >> 24 == messageIDs[place - 1] >> 24 else { continue }
      let left = first + Int(messageIDs[place - 1] & 0xFF_FFFF)
      let right = first + Int(messageIDs[place] & 0xFF_FFFF)
      guard isSameText(box.messages[left].messageID, box.messages[right].messageID) else {
        continue
      }
      box.messages[left].problems.insert(.duplicateMessageID)
      box.messages[right].problems.insert(.duplicateMessageID)
    }
  }

  private func hash(_ slice: TextSlice) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let start = Int(slice.offset)
    for index in start..<start + Int(slice.length) {
      hash = (hash ^ UInt64(box.text[index])) &* 0x100_0000_01B3
    }
    // The upper bits are cut off by the caller.
    return hash ^ hash >> 40
  }

  private func isSameText(_ left: TextSlice, _ right: TextSlice) -> Bool {
    left.length == right.length
      && (0..<Int(left.length)).allSatisfy {
        box.text[Int(left.offset) + $0] == box.text[Int(right.offset) + $0]
      }
  }

  /// Mailbox names are the same when they differ in case only (`find_user`).
  private func isOwnNumber(_ slice: TextSlice) -> Bool {
    func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    let own = box.id.mailbox.bytes
    return own.count == Int(slice.length)
      && own.indices.allSatisfy { folded(own[$0]) == folded(box.text[Int(slice.offset) + $0]) }
  }

  private static func keep(
    _ field: Envelope.Field, of source: Span<UInt8>, _ parser: EnvelopeParser,
    in arena: inout [UInt8]
  ) -> TextSlice {
    guard field.isPresent, field.length > 0, field.length <= UInt32(UInt16.max),
      let offset = UInt32(exactly: arena.count)
    else { return .empty }
    parser.append(field, of: source, to: &arena)
    return TextSlice(offset: offset, length: UInt16(field.length))
  }

  private static func equals(
    _ field: Envelope.Field, _ text: StaticString, _ source: Span<UInt8>, _ parser: EnvelopeParser
  ) -> Bool {
    guard Int(field.length) == text.utf8CodeUnitCount else { return false }
    guard field.place == .source else {
      return text.withUTF8Buffer { Array($0) } == parser.bytes(of: field, in: source)
    }
    return MessageFileName.matches(source, at: Int(field.offset), text)
  }
}
