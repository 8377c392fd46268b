import VmscanFormats
import VmscanModel

extension PendingMail {
  /// Longest piece of a server's words that is kept, in bytes.
  static let longestDetail = 200
  /// More recipients than this are not kept apart; the mail then counts as not settled.
  static let mostRecipients = 1000
  /// Seconds by which a line about a recipient may come behind the one that the mail is gone: Postfix's
  /// programs in a jail log through a socket of their own.
  private static let lateness: Int64 = 5

  /// Takes a line's words; `true` when the mail has left this queue.
  mutating func take(_ event: MailLogEvent, _ bytes: Span<UInt8>, _ time: Int64) -> Bool {
    if record.leftQueue, time > touched.epochSeconds + Self.lateness { return true }
    switch event {
    case .queued(let size, let count):
      // A mail does not change its size in the queue: another one has come under this id unseen.
      if let known = record.size, known != size { return true }
      if record.size != nil { mayBeAnother = nil }
      record.size = size
      record.expectedRecipients = max(record.expectedRecipients ?? 0, count)
    case .recipient(let recipient):
      guard mayBeAnother == nil else { break }
      add(recipient, bytes, time)
      return record.leftQueue && hasEveryFate
    case .added(let address): addOfFilter(LogBytes.decodedCopy(address, of: bytes), time)
    case .withdrawn(let address, let detail):
      withdraw(LogBytes.decodedCopy(address, of: bytes), LogBytes.copy(detail, of: bytes), time)
    case .rewritten:
      record.size = nil
      isRewritten = true
    case .cloned(_, let owner, let detail): handOn(to: owner, detail, bytes, time)
    case .recipients(let list, let outcome, let detail, let controlling):
      // What the filter left of it is not known.
      let fate = isRewritten == true && outcome == .sent ? .taken : outcome
      add(list: list, fate, detail, bytes, time, controlling: controlling)
    case .givenUp(let detail): giveUp(LogBytes.copy(detail, of: bytes), time)
    // Its recipients have nothing of what is delivered in their place.
    case .redirected(let detail): redirect(LogBytes.copy(detail, of: bytes), time)
    case .filtered: isFiltered = true
    case .putOff(let detail):
      record.recipients.removeAll { !$0.status.isFinal }
      stop(detail, bytes, time)
      record.leftQueue = true
      return true
    case .held(let detail):
      stop(detail, bytes, time)
      isHeld = true
    case .released: isHeld = nil
    case .nonDelivery: hasNonDelivery = true
    case .requeued:
      handOn(nil, bytes, time)
      return true
    case .removed:
      guard mayBeAnother == nil else { break }
      record.leftQueue = true
      nameTargets()
      return record.source != .postfix || hasEveryFate
    // A mail under a known id begins: the id's former mail has left unseen.
    case .started, .continued, .begun: return true
    case .messageID, .handedOver: break
    }
    return false
  }

  /// As many recipients have met their fate as the server counted.
  private var hasEveryFate: Bool {
    var count: Int32 = 0
    for recipient in record.recipients where recipient.status.isFinal { count += 1 }
    return count >= record.expectedRecipients ?? 1
  }

  /// The targets of an alias that has an owner go on under another id, which the words name.
  private mutating func handOn(
    to owner: Range<Int>, _ words: Range<Int>, _ bytes: Span<UInt8>, _ time: Int64
  ) {
    put(
      ByteText(bytes: LogBytes.decodedCopy(owner, of: bytes)), nil, .taken, words, bytes, time)
  }

  /// The one recipient that was queued and never tried itself is an alias of those that were tried
  /// and not queued (chasquid).
  private mutating func nameTargets() {
    guard record.mailbox.isEmpty, let count = record.expectedRecipients.map(Int.init),
      count < record.recipients.count
    else { return }
    let untried = record.recipients.prefix(count).filter { $0.status == .queued }
    guard untried.count == 1, let alias = untried.first?.address else { return }
    for place in count..<record.recipients.count
    where record.recipients[place].originalAddress == nil {
      record.recipients[place].originalAddress = alias
    }
    record.recipients.removeAll { $0.address == alias && $0.status == .queued }
  }

  mutating func add(_ recipient: MailLogRecipient, _ bytes: Span<UInt8>, _ time: Int64) {
    let original = recipient.original.map {
      ByteText(bytes: LogBytes.decodedCopy($0, of: bytes))
    }
    // Whatever takes a mail that goes through a filter is the filter.
    let isTaken = recipient.outcome == .sent && isFiltered != nil
    put(
      ByteText(bytes: LogBytes.decodedCopy(recipient.address, of: bytes)), original,
      isTaken ? .taken : recipient.outcome, recipient.detail, bytes, time)
  }

  /// `<a@x>,"B" <b@y>`: every address of the list met the same fate.
  mutating func add(
    list: Range<Int>, _ outcome: MailLogOutcome, _ detail: Range<Int>, _ bytes: Span<UInt8>,
    _ time: Int64, controlling: Range<Int>? = nil
  ) {
    let controller = controlling.map { ByteText(bytes: LogBytes.decodedCopy($0, of: bytes)) }
    let alias = controller.flatMap { self.alias($0) }
    var start = list.lowerBound
    while start < list.upperBound {
      let end = Self.itemEnd(bytes, start, list.upperBound)
      let address = ByteText(
        bytes: LogBytes.decodedCopy(Self.address(bytes, start..<end), of: bytes))
      let original = alias == address ? nil : alias ?? (isOfFilter(address) ? "" : nil)
      put(address, original, outcome, detail, bytes, time)
      start = end + 1
    }
  }

  /// The comma behind the item at `from`, outside quotes.
  private static func itemEnd(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int {
    LogBytes.unquotedIndex(of: 0x2C, in: bytes, from: from, to: to) ?? to
  }

  /// The address of `a@x`, `<a@x>` or `"Name" <a@x>`.
  private static func address(_ bytes: Span<UInt8>, _ item: Range<Int>) -> Range<Int> {
    guard item.count > 1, bytes[item.upperBound - 1] == 0x3E else { return item }
    var isQuoted = false
    var position = item.lowerBound
    while position < item.upperBound {
      switch bytes[position] {
      case 0x5C where isQuoted: position += 1
      case 0x22: isQuoted.toggle()
      case 0x3C where !isQuoted: return position + 1..<item.upperBound - 1
      default: break
      }
      position += 1
    }
    return item
  }

  /// `a@x b@y` or `<a@x>, <b@y>`: the recipients of a mail that begins, not tried yet.
  mutating func await(_ list: Range<Int>, _ bytes: Span<UInt8>, _ time: Int64) {
    var start = list.lowerBound
    while start < list.upperBound {
      var end = start
      while end < list.upperBound, bytes[end] != 0x20, bytes[end] != 0x2C { end += 1 }
      let isBracketed = end - start > 1 && bytes[start] == 0x3C && bytes[end - 1] == 0x3E
      let range = isBracketed ? start + 1..<end - 1 : start..<end
      if !range.isEmpty {
        put(
          ByteText(bytes: LogBytes.decodedCopy(range, of: bytes)), nil, .queued, end..<end, bytes,
          time)
      }
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
    isHeld = nil
    let state = MailRecipient(
      address: address, originalAddress: original, status: outcome.status, time: Timestamp(time),
      detail: ByteText(
        bytes: LogBytes.copy(
          detail.lowerBound..<min(detail.upperBound, detail.lowerBound + Self.longestDetail),
          of: bytes)))
    let place = record.recipients.firstIndex {
      $0.address == address && $0.originalAddress == original
    }
    // The targets of an alias take the place of the alias that was queued (OpenSMTPD).
    if let original,
      let alias = record.recipients.firstIndex(where: {
        $0.address == original && $0.status == .queued
      })
    {
      record.recipients.remove(at: alias)
      return put(address, original, outcome, detail, bytes, time)
    }
    if let place {
      record.recipients[place] = record.recipients[place].advanced(by: state)
    } else if record.recipients.count < Self.mostRecipients {
      record.recipients.append(state)
    } else {
      record.expectedRecipients = .max
    }
  }
}

extension MailLogOutcome {
  var status: MailRecipient.Status {
    switch self {
    case .sent: .sent
    case .deferred: .deferred
    case .failed: .failed
    case .queued: .queued
    case .taken: .taken
    case .discarded: .discarded
    }
  }
}
