import VmscanFormats
import VmscanModel

extension PendingMail {
  /// Longest piece of a server's words that is kept, in bytes.
  private static let longestDetail = 200
  /// More recipients than this are not kept apart; the mail then counts as not settled.
  private static let mostRecipients = 1000

  /// Takes a line's words; `true` when the mail has left this queue.
  mutating func take(_ event: MailLogEvent, _ bytes: Span<UInt8>, _ time: Int64) -> Bool {
    switch event {
    case .queued(let size, let count):
      record.size = size
      record.expectedRecipients = max(record.expectedRecipients ?? 0, count)
    case .recipient(let recipient): add(recipient, bytes, time)
    case .recipients(let list, let outcome, let detail, let controlling):
      add(list: list, outcome, detail, bytes, time, controlling: controlling)
      return isSettled
    case .givenUp(let detail): giveUp(LogBytes.copy(detail, of: bytes), time)
    case .nonDelivery: hasNonDelivery = true
    case .requeued:
      isHandedOn = true
      return true
    // A mail under a known id begins: the id's former mail has left unseen.
    case .removed, .started: return true
    case .messageID, .handedOver: break
    }
    return false
  }

  mutating func add(_ recipient: MailLogRecipient, _ bytes: Span<UInt8>, _ time: Int64) {
    let original = recipient.original.map {
      ByteText(bytes: LogBytes.lowercasedCopy($0, of: bytes))
    }
    put(
      ByteText(bytes: LogBytes.lowercasedCopy(recipient.address, of: bytes)), original,
      recipient.outcome, recipient.detail, bytes, time)
  }

  /// `<a@x>,<b@y>`: every address of the list met the same fate.
  mutating func add(
    list: Range<Int>, _ outcome: MailLogOutcome, _ detail: Range<Int>, _ bytes: Span<UInt8>,
    _ time: Int64, controlling: Range<Int>? = nil
  ) {
    let controller = controlling.map { ByteText(bytes: LogBytes.lowercasedCopy($0, of: bytes)) }
    let alias = controller.flatMap { self.alias($0) }
    var start = list.lowerBound
    while start < list.upperBound {
      let end =
        LogBytes.index(of: 0x2C, in: bytes, from: start, to: list.upperBound) ?? list.upperBound
      let isBracketed = end - start > 1 && bytes[start] == 0x3C && bytes[end - 1] == 0x3E
      let range = isBracketed ? start + 1..<end - 1 : start..<end
      let address = ByteText(bytes: LogBytes.lowercasedCopy(range, of: bytes))
      put(address, alias == address ? nil : alias, outcome, detail, bytes, time)
      start = end + 1
    }
  }

  /// The controlling address where it is an alias or a user who forwards.
  ///
  /// A mail handed in on the machine itself has its sender there (`getctladdr` in Sendmail's
  /// deliver.c walks up to it), with or without a host; without a known sender nothing is taken.
  private func alias(_ controlling: ByteText) -> ByteText? {
    guard let sender = sender?.lowercased, !controlling.isEmpty else { return nil }
    let mine = controlling.bytes.split(separator: 0x40)
    let other = sender.bytes.split(separator: 0x40)
    let isSender =
      mine.first == other.first && (mine.count < 2 || other.count < 2 || mine == other)
    return isSender ? nil : controlling
  }

  private mutating func put(
    _ address: ByteText, _ original: ByteText?, _ outcome: MailLogOutcome, _ detail: Range<Int>,
    _ bytes: Span<UInt8>, _ time: Int64
  ) {
    // Given to the next queue on this host: that queue's lines tell the fate.
    if outcome == .sent, isHandedOn { return }
    let state = MailRecipient(
      address: address, originalAddress: original, status: outcome.status, time: Timestamp(time),
      detail: ByteText(
        bytes: LogBytes.copy(
          detail.lowerBound..<min(detail.upperBound, detail.lowerBound + Self.longestDetail),
          of: bytes)))
    let place = record.recipients.firstIndex {
      $0.address == address && $0.originalAddress == original
    }
    if let place {
      record.recipients[place] = record.recipients[place].advanced(by: state)
    } else if record.recipients.count < Self.mostRecipients {
      record.recipients.append(state)
    } else {
      record.expectedRecipients = .max
    }
  }

  /// Whoever has not got the mail will not get it.
  mutating func giveUp(_ detail: [UInt8], _ time: Int64) {
    let words = ByteText(bytes: detail.prefix(Self.longestDetail))
    for place in record.recipients.indices where !record.recipients[place].status.isFinal {
      record.recipients[place].status = .failed
      record.recipients[place].time = Timestamp(time)
      if record.recipients[place].detail.isEmpty { record.recipients[place].detail = words }
    }
    let missing = Int(record.expectedRecipients ?? 1) - record.recipients.count
    if record.recipients.isEmpty || missing > 0 { addUnknown(words, time) }
  }

  private mutating func addUnknown(_ words: ByteText, _ time: Int64) {
    record.recipients.append(
      MailRecipient(address: "", status: .failed, time: Timestamp(time), detail: words))
  }

  /// Every recipient the server counted has met its fate.
  var isSettled: Bool {
    guard let expected = record.expectedRecipients else { return false }
    return record.recipients.count >= Int(expected)
      && record.recipients.allSatisfy(\.status.isFinal)
  }

  /// Makes the record tell a failure of which only the notification was seen.
  mutating func seal() {
    guard hasNonDelivery, !record.recipients.contains(where: { $0.status == .failed }) else {
      return
    }
    addUnknown("non-delivery notification", touched.epochSeconds)
  }
}

extension MailLogOutcome {
  fileprivate var status: MailRecipient.Status {
    switch self {
    case .sent: .sent
    case .deferred: .deferred
    case .failed: .failed
    case .queued: .queued
    }
  }
}
