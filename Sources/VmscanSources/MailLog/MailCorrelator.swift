import VmscanFormats
import VmscanModel

/// Follows the mails of Asterisk through a log to what became of each.
///
/// Only queue ids whose Message-ID is Asterisk's are kept, so memory depends on the mails under
/// way, not on the log.
struct MailCorrelator {
  let origin: ByteText
  var open = OpenMails()
  /// Agents that have begun a voicemail mail since the last `takeShown`.
  private var shown: [LogLine.Dialect] = []
  private var showsPostfix = false
  private var redirected = ForetoldMails()
  private var filtered = ForetoldMails()
  /// Buckets taken and given back since the last `takeChanges`; see `LogSkimmer.learn`.
  private var changes: [Int32] = []
  private var scopes: [[UInt8]: UInt32] = [:]
  private var lastHost = ByteText("")
  private var lastLogHost = ByteText("")
  private var lastScope: (text: ByteText, number: UInt32) = ("", .max)

  /// Seconds after which a silent mail is dropped from memory: twice the usual queue life.
  private static let silence: Int64 = 10 * 86400
  /// The same for a mail whose recipients all have met their fate, but whose server does not say
  /// when it leaves the queue: another target of an alias may follow.
  private static let linger: Int64 = 600

  init(origin: ByteText, pending: [PendingMail] = []) {
    self.origin = origin
    for mail in pending {
      let id = mail.record.queueID.bytes
      guard var key = QueueKey(id.span, from: 0, to: id.count),
        QueueKey.isPlausible(id.span, 0..<id.count)
      else { continue }
      key.scope = number(ofScope: mail.scope.bytes)
      if mail.record.messageID.isEmpty {
        let notice = ForetoldMails.Notice(mail, key)
        if notice.isOfFilter { filtered.note(notice) } else { redirected.note(notice) }
      } else if open.slot(of: key) == nil {
        insert(mail, key)
      }
    }
  }

  /// What the next run needs to go on: mails under way, and what was said of mails that are yet to
  /// begin.
  func pending(at time: Int64?) -> [PendingMail] {
    let notices = time.map { redirected.latest(before: $0) + filtered.latest(before: $0) } ?? []
    guard !notices.isEmpty else { return open.all }
    let texts = Dictionary(uniqueKeysWithValues: scopes.map { ($0.value, $0.key) })
    return open.all + notices.map { $0.pending(scope: texts[$0.key.scope] ?? [], origin) }
  }

  /// Takes one line of a followed mail, or the line that begins one.
  mutating func take(
    _ event: MailLogEvent, _ line: LogLine, _ bytes: Span<UInt8>, key: QueueKey,
    time: Int64, doubt: Int32, sink: (MailRecord) throws -> Void
  ) rethrows {
    var key = key
    key.scope = number(ofScope: line, bytes)
    switch event {
    case .messageID(let id, let size, let recipients, let sender):
      try begin(id, line, bytes, key, time, doubt, size, recipients, sender, sink)
      return
    case .begun(let size, let recipients, let list):
      try begin(line, bytes, key, time, doubt, size, recipients, list, sink)
      return
    case .redirected(let words):
      redirected.note(ForetoldMails.Notice(words, of: line, bytes, key, time))
    case .filtered(let words):
      filtered.note(ForetoldMails.Notice(words, of: line, bytes, key, time))
    case .continued(let old): try handOn(old, key, bytes, time, sink)
    default: break
    }
    guard let slot = open.slot(of: key) else { return }
    if case .cloned(let id, _, _) = event { clone(slot, as: id, scope: key.scope, bytes, time) }
    var isOver = false
    open.change(slot) { mail in
      isOver = mail.take(event, bytes, time)
      mail.touched = Timestamp(time)
    }
    if !redirected.isEmpty, let begun = open.mail(slot)?.record.accepted,
      let words = redirected.words(of: event, bytes, begun: begun)
    {
      open.change(slot) { $0.redirect(words, time) }
    }
    // postsuper's and cleanup's words are the last about a mail.
    if case .givenUp = event, line.dialect == .postfix, !isQueueManager(line, bytes) {
      isOver = true
    }
    if isOver { try close(slot, sink) }
  }

  private func isQueueManager(_ line: LogLine, _ bytes: Span<UInt8>) -> Bool {
    LogBytes.find(
      "/qmgr", in: bytes, from: line.program.lowerBound, to: line.program.upperBound) != nil
      || LogBytes.find(
        "/nqmgr", in: bytes, from: line.program.lowerBound, to: line.program.upperBound) != nil
  }

  private mutating func begin(
    _ id: Range<Int>, _ line: LogLine, _ bytes: Span<UInt8>, _ key: QueueKey, _ time: Int64,
    _ doubt: Int32, _ size: Int64?, _ recipients: Int32?, _ sender: Range<Int>?,
    _ sink: (MailRecord) throws -> Void
  ) rethrows {
    if let slot = open.slot(of: key) {
      // Sendmail and Postfix milters may repeat the line.
      if let mail = open.mail(slot), LogBytes.isEqual(id, mail.record.messageID.bytes, in: bytes) {
        return
      }
      try close(slot, sink)
    }
    guard QueueKey.isPlausible(bytes, line.queueID),
      let parts = AsteriskMessageID(bytes, from: id.lowerBound, to: id.upperBound)
    else { return }
    noteShown(line.dialect)
    let record = MailRecord(
      source: line.dialect.source, origin: origin,
      logHost: Self.shared(&lastLogHost, line.host, bytes),
      queueID: ByteText(bytes: LogBytes.copy(line.queueID, of: bytes)),
      messageID: ByteText(bytes: LogBytes.copy(id, of: bytes)),
      messageNumber: parts.messageNumber,
      mailbox: ByteText(bytes: LogBytes.copy(parts.mailbox, of: bytes)),
      pid: parts.pid, host: Self.shared(&lastHost, parts.host, bytes), accepted: Timestamp(time),
      size: size,
      expectedRecipients: recipients, uncertainty: doubt > 0 ? doubt : nil)
    insert(PendingMail(record: record, scope: lastScope.text, touched: Timestamp(time)), key)
    if case .postfix = line.dialect, !redirected.isEmpty || !filtered.isEmpty,
      let slot = open.slot(of: key)
    {
      if let words = redirected.words(of: key, at: time) {
        open.change(slot) { $0.redirect(words, time) }
      }
      if filtered.words(of: key, at: time) != nil { open.change(slot) { $0.isFiltered = true } }
    }
    if let sender, let slot = open.slot(of: key) {
      open.change(slot) { $0.sender = ByteText(bytes: LogBytes.copy(sender, of: bytes)) }
    }
  }

  /// Begins a mail whose Message-ID no line has; it gets a made-up one.
  private mutating func begin(
    _ line: LogLine, _ bytes: Span<UInt8>, _ key: QueueKey, _ time: Int64, _ doubt: Int32,
    _ size: Int64?, _ recipients: Int32?, _ list: Range<Int>?, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    if let slot = open.slot(of: key) { try close(slot, sink) }
    guard QueueKey.isPlausible(bytes, line.queueID) else { return }
    noteShown(line.dialect)
    let id = LogBytes.copy(line.queueID, of: bytes)
    let record = MailRecord(
      source: line.dialect.source, origin: origin,
      logHost: Self.shared(&lastLogHost, line.host, bytes), queueID: ByteText(bytes: id),
      messageID: ByteText(bytes: Array("\(line.dialect.rawValue)-\(time)-".utf8) + id),
      messageNumber: 0, mailbox: "", pid: 0, host: "", accepted: Timestamp(time), size: size,
      expectedRecipients: recipients, uncertainty: doubt > 0 ? doubt : nil)
    var mail = PendingMail(record: record, scope: lastScope.text, touched: Timestamp(time))
    if let list {
      mail.await(list, bytes, time)
      mail.record.expectedRecipients = Int32(clamping: mail.record.recipients.count)
    }
    insert(mail, key)
  }

  /// Nearly every mail is one more of Postfix's: that is asked without a look at the list.
  @inline(__always)
  private mutating func noteShown(_ agent: LogLine.Dialect) {
    if case .postfix = agent {
      guard !showsPostfix else { return }
      showsPostfix = true
    }
    if !shown.contains(agent) { shown.append(agent) }
  }

  /// Agents that have begun a mail since the last call.
  mutating func takeShown() -> [LogLine.Dialect] {
    defer {
      shown.removeAll(keepingCapacity: true)
      showsPostfix = false
    }
    return shown
  }

  @inline(__always)
  mutating func insert(_ mail: consuming PendingMail, _ key: QueueKey) {
    open.insert(mail, key)
    changes.append(Int32(key.bucket) + 1)
  }

  mutating func close(_ slot: Int, _ sink: (MailRecord) throws -> Void) rethrows {
    let key = open.key(slot)
    guard var mail = open.remove(slot) else { return }
    changes.append(-Int32(key.bucket) - 1)
    mail.seal()
    // A mail without a Message-ID and without a recipient cannot be anybody's.
    if mail.record.mailbox.isEmpty, mail.record.recipients.isEmpty { return }
    try sink(mail.record)
  }

  /// Lines are missing: what comes next under a Postfix queue id, which it gives again, may be about
  /// another mail, until a line of its queue manager has the same size.
  mutating func noteHole() {
    for slot in open.slots {
      open.change(slot) { if $0.record.source == .postfix { $0.mayBeAnother = true } }
    }
  }

  /// Drops mails of which nothing was heard for long, reporting what is known of them.
  mutating func expire(before time: Int64, _ sink: (MailRecord) throws -> Void) rethrows {
    let slots = open.silent(
      since: Timestamp(time - Self.silence), settled: Timestamp(time - Self.linger))
    for slot in slots { try close(slot, sink) }
  }

  /// Tells the present state of the mails still under way.
  func tellOpen(_ sink: (MailRecord) throws -> Void) rethrows {
    for mail in open.all.sorted(by: { $0.record.messageID < $1.record.messageID }) {
      var mail = mail
      mail.seal()
      if mail.record.mailbox.isEmpty, mail.record.recipients.isEmpty { continue }
      try sink(mail.record)
    }
  }

  /// Moves the changes into an empty list, whose memory is used for the next ones.
  mutating func takeChanges(into list: inout [Int32]) {
    swap(&changes, &list)
    changes.removeAll(keepingCapacity: true)
  }

  mutating func forgetChanges() { changes.removeAll(keepingCapacity: true) }

  private mutating func number(ofScope line: LogLine, _ bytes: Span<UInt8>) -> UInt32 {
    // Most lines are of the same one: no need to look for its end where it stands again.
    let start = line.host.lowerBound
    let end = start + lastScope.text.count
    if case .postfix = line.dialect, lastScope.number != .max, line.program.contains(end),
      bytes[end] == 0x2F || bytes[end] == 0x5B,
      LogBytes.isEqual(start..<end, lastScope.text.bytes, in: bytes)
    {
      return lastScope.number
    }
    let range = line.scope(bytes)
    if lastScope.number != .max, LogBytes.isEqual(range, lastScope.text.bytes, in: bytes) {
      return lastScope.number
    }
    let text = LogBytes.copy(range, of: bytes)
    let number = number(ofScope: text)
    lastScope = (ByteText(bytes: text), number)
    return number
  }

  mutating func number(ofScope text: [UInt8]) -> UInt32 {
    if let number = scopes[text] { return number }
    let number = UInt32(scopes.count)
    scopes[text] = number
    return number
  }

  /// The text, sharing the memory of the last one when it is the same, as host names mostly are.
  private static func shared(
    _ last: inout ByteText, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) -> ByteText {
    if LogBytes.isEqual(range, last.bytes, in: bytes) { return last }
    last = ByteText(bytes: LogBytes.copy(range, of: bytes))
    return last
  }
}
