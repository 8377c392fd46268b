import VmscanFormats
import VmscanModel

/// Mails that go on under another queue id, and those of which no more is heard.
extension MailCorrelator {
  /// A filter has put a mail back under another id: that id's lines are about it, too.
  mutating func requeue(
    _ old: Range<Int>, as new: Range<Int>, _ line: LogLine, _ bytes: Span<UInt8>, time: Int64,
    sink: (MailRecord) throws -> Void
  ) rethrows {
    let scope = number(ofScope: LogBytes.copy(line.host, of: bytes) + Array(" postfix".utf8))
    guard var from = QueueKey(bytes, from: old.lowerBound, to: old.upperBound),
      var to = QueueKey(bytes, from: new.lowerBound, to: new.upperBound),
      QueueKey.isPlausible(bytes, new)
    else { return }
    (from.scope, to.scope) = (scope, scope)
    guard let slot = open.slot(of: from), let mail = open.mail(slot), open.slot(of: to) == nil
    else { return }
    open.change(slot) { $0.handOn(line.message, bytes, time) }
    try close(slot, sink)
    insert(Self.leg(of: mail, as: LogBytes.copy(new, of: bytes), at: time), to)
  }

  /// A part of a mail goes on under another id, beside what stays under the old one.
  mutating func clone(
    _ slot: Int, as id: Range<Int>, scope: UInt32, _ bytes: Span<UInt8>, _ time: Int64
  ) {
    guard var key = QueueKey(bytes, from: id.lowerBound, to: id.upperBound),
      QueueKey.isPlausible(bytes, id), let mail = open.mail(slot)
    else { return }
    key.scope = scope
    guard open.slot(of: key) == nil else { return }
    var leg = Self.leg(of: mail, as: LogBytes.copy(id, of: bytes), at: time)
    // What goes on is what one address stands for.
    leg.record.expectedRecipients = 1
    leg.record.size = mail.record.size
    (leg.sender, leg.isRewritten) = (mail.sender, mail.isRewritten)
    insert(leg, key)
  }

  /// The same mail in the queue under another id, of which nothing is known yet.
  private static func leg(of mail: PendingMail, as id: [UInt8], at time: Int64) -> PendingMail {
    var record = mail.record
    record.queueID = ByteText(bytes: id)
    record.accepted = Timestamp(time)
    record.recipients = []
    (record.size, record.expectedRecipients) = (nil, nil)
    return PendingMail(record: record, scope: mail.scope, touched: Timestamp(time))
  }

  /// The mail under an id goes on under the key's one, whose own lines follow.
  mutating func handOn(
    _ old: Range<Int>, _ key: QueueKey, _ bytes: Span<UInt8>, _ time: Int64,
    _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard var former = QueueKey(bytes, from: old.lowerBound, to: old.upperBound) else { return }
    former.scope = key.scope
    guard let slot = open.slot(of: former) else { return }
    open.change(slot) { $0.handOn(nil, bytes, time) }
    try close(slot, sink)
  }

  /// Leaves alone the mails of Sendmail of which a log that tells of no delivery has said nothing for
  /// long: `true` when there are any.
  mutating func leaveUntold(at time: Int64) -> Bool {
    let slots = open.slots.filter { open.mail($0)?.isUntold(at: time) ?? false }
    for slot in slots { open.change(slot) { $0.leaveUntold() } }
    return !slots.isEmpty
  }
}
