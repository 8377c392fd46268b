import VmscanFormats
import VmscanModel

/// Follows the mails of Asterisk through a log and tells what became of each.
///
/// Only queue ids whose Message-ID is Asterisk's are kept, so memory depends on the mails under
/// way, not on the log.
struct MailCorrelator {
  let origin: ByteText
  private(set) var open: [QueueKey: PendingMail] = [:]
  private(set) var showsVoicemail: Bool
  private var scopes: [[UInt8]: UInt32] = [:]
  private var lastHost = ByteText("")
  private var lastLogHost = ByteText("")
  private var lastScope: (text: ByteText, number: UInt32) = ("", .max)
  /// How many open ids have each cheap hash: most lines end here.
  private var filter = [UInt32](repeating: 0, count: 1 << 15)
  /// The newest queue id of each Message-ID, by digest.
  private var byMessage: [UInt64: QueueKey] = [:]

  /// Seconds after which a silent mail is dropped from memory: twice the usual queue life.
  private static let silence: Int64 = 10 * 86400

  init(origin: ByteText, pending: [PendingMail] = [], showsVoicemail: Bool = false) {
    self.origin = origin
    self.showsVoicemail = showsVoicemail
    for mail in pending {
      let id = mail.record.queueID.bytes
      guard var key = QueueKey(id.span, from: 0, to: id.count) else { continue }
      key.scope = number(ofScope: mail.scope.bytes)
      insert(mail, key)
    }
  }

  /// Whether a queue id may be one that is followed.
  @inline(__always)
  func mayFollow(_ bytes: Span<UInt8>, _ id: Range<Int>) -> Bool {
    filter[QueueKey.filter(bytes, from: id.lowerBound, to: id.upperBound)] != 0
  }

  /// Takes one line of a followed mail, or the line that begins one.
  mutating func take(
    _ event: MailLogEvent, _ line: LogLine, _ bytes: Span<UInt8>, key: QueueKey,
    time: Int64, isDoubtful: Bool, sink: (MailRecord) throws -> Void
  ) rethrows {
    var key = key
    let scope = line.scope(bytes)
    key.scope = number(ofScope: bytes, scope)
    if case .messageID(let id, let size, let recipients) = event {
      try begin(id, line, bytes, key, time, isDoubtful, size, recipients, sink)
      return
    }
    guard let place = open.index(forKey: key) else { return }
    open.values[place].touched = Timestamp(time)
    switch event {
    case .queued(let size, let count):
      open.values[place].record.size = size
      let known = open.values[place].record.expectedRecipients ?? 0
      open.values[place].record.expectedRecipients = max(known, count)
    case .recipient(let recipient):
      open.values[place].add(recipient, bytes, time)
    case .recipients(let list, let outcome, let detail):
      open.values[place].add(list: list, outcome, detail, bytes, time)
      if open.values[place].isSettled { try close(key, sink) }
    case .givenUp(let detail):
      open.values[place].giveUp(LogBytes.copy(detail, of: bytes), time)
    case .nonDelivery: open.values[place].hasNonDelivery = true
    case .requeued:
      open.values[place].isHandedOn = true
      try close(key, sink)
    // A mail under a known id begins: the id's former mail has left unseen.
    case .removed, .started: try close(key, sink)
    case .messageID, .handedOver: break
    }
    // postsuper's and cleanup's words are the last about a mail.
    if case .givenUp = event, line.dialect == .postfix, !isQueueManager(line, bytes) {
      try close(key, sink)
    }
  }

  private func isQueueManager(_ line: LogLine, _ bytes: Span<UInt8>) -> Bool {
    LogBytes.find(
      "/qmgr", in: bytes, from: line.program.lowerBound, to: line.program.upperBound) != nil
      || LogBytes.find(
        "/nqmgr", in: bytes, from: line.program.lowerBound, to: line.program.upperBound) != nil
  }

  private mutating func begin(
    _ id: Range<Int>, _ line: LogLine, _ bytes: Span<UInt8>, _ key: QueueKey, _ time: Int64,
    _ isDoubtful: Bool, _ size: Int64?, _ recipients: Int32?, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    if let known = open[key] {
      // Sendmail and Postfix milters may repeat the line.
      if known.record.messageID.bytes == LogBytes.copy(id, of: bytes) { return }
      try close(key, sink)
    }
    guard let parts = AsteriskMessageID(bytes, from: id.lowerBound, to: id.upperBound) else {
      return
    }
    showsVoicemail = true
    let record = MailRecord(
      source: line.dialect.source, origin: origin,
      logHost: Self.shared(&lastLogHost, line.host, bytes),
      queueID: ByteText(bytes: LogBytes.copy(line.queueID, of: bytes)),
      messageID: ByteText(bytes: LogBytes.copy(id, of: bytes)),
      messageNumber: parts.messageNumber,
      mailbox: ByteText(bytes: LogBytes.copy(parts.mailbox, of: bytes)),
      pid: parts.pid, host: Self.shared(&lastHost, parts.host, bytes), accepted: Timestamp(time),
      size: size,
      expectedRecipients: recipients, uncertainty: isDoubtful ? 3600 : nil)
    let digest = Digest64.of(id, bytes)
    if let earlier = byMessage[digest], let place = open.index(forKey: earlier) {
      open.values[place].isHandedOn = true
    }
    insert(
      PendingMail(record: record, scope: lastScope.text, touched: Timestamp(time)), key, digest)
  }

  private mutating func insert(_ mail: PendingMail, _ key: QueueKey, _ digest: UInt64? = nil) {
    let id = mail.record.messageID.bytes
    byMessage[digest ?? Digest64.of(0..<id.count, id.span)] = key
    if open.updateValue(mail, forKey: key) == nil { filter[bucket(mail)] &+= 1 }
  }

  private mutating func close(_ key: QueueKey, _ sink: (MailRecord) throws -> Void) rethrows {
    guard let mail = open.removeValue(forKey: key) else { return }
    filter[bucket(mail)] &-= 1
    let id = mail.record.messageID.bytes
    let digest = Digest64.of(0..<id.count, id.span)
    if byMessage[digest] == key { byMessage[digest] = nil }
    try sink(mail.result)
  }

  private func bucket(_ mail: PendingMail) -> Int {
    let id = mail.record.queueID.bytes
    return QueueKey.filter(id.span, from: 0, to: id.count)
  }

  /// Drops mails of which nothing was heard for long, telling what is known of them.
  mutating func expire(before time: Int64, _ sink: (MailRecord) throws -> Void) rethrows {
    let limit = Timestamp(time - Self.silence)
    for key in open.filter({ $0.value.touched < limit }).keys { try close(key, sink) }
  }

  /// Tells the present state of the mails still under way.
  func tellOpen(_ sink: (MailRecord) throws -> Void) rethrows {
    for mail in open.values.map(\.result).sorted(by: { $0.messageID < $1.messageID }) {
      try sink(mail)
    }
  }

  mutating func noteVoicemail() { showsVoicemail = true }

  private mutating func number(ofScope bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    if lastScope.number != .max, Self.isSame(lastScope.text.bytes, range, bytes) {
      return lastScope.number
    }
    let text = LogBytes.copy(range, of: bytes)
    let number = number(ofScope: text)
    lastScope = (ByteText(bytes: text), number)
    return number
  }

  private mutating func number(ofScope text: [UInt8]) -> UInt32 {
    if let number = scopes[text] { return number }
    let number = UInt32(scopes.count)
    scopes[text] = number
    return number
  }

  /// The text, sharing the memory of the last one when it is the same, as host names mostly are.
  private static func shared(
    _ last: inout ByteText, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) -> ByteText {
    if isSame(last.bytes, range, bytes) { return last }
    last = ByteText(bytes: LogBytes.copy(range, of: bytes))
    return last
  }

  private static func isSame(_ text: [UInt8], _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard text.count == range.count else { return false }
    for offset in text.indices where text[offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }
}

extension LogLine.Dialect {
  var source: MailRecord.Source {
    switch self {
    case .postfix: .postfix
    case .sendmail: .sendmail
    case .exim: .exim
    case .msmtp: .msmtp
    }
  }
}
