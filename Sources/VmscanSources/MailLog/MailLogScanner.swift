import VmscanFormats
import VmscanModel

/// Reads the lines of one log after another, in the order they were written.
struct MailLogScanner {
  private(set) var correlator: MailCorrelator
  private(set) var clock: LogClock
  /// Time of the first line since the last hole.
  private(set) var first: Int64?
  private(set) var last: Int64?
  /// Lines that some supported mail server wrote.
  private(set) var recognised = 0
  /// A mail program that wrote lines and is not supported.
  private(set) var unsupported: MailLogSupport?
  private var strangers = 0
  /// Lines of nobody known that are looked at for a name; a log of other programs is full of them.
  private static let mostStrangers = 10_000
  private var scratch: [UInt8] = []
  private var relevant = 0

  init(correlator: MailCorrelator, clock: LogClock, first: Int64? = nil, last: Int64? = nil) {
    self.correlator = correlator
    self.clock = clock
    self.first = first
    self.last = last
  }

  /// Begins a new stretch of coverage and, with another file, another guess at the year.
  mutating func begin(clock: LogClock, afterHole: Bool) {
    self.clock = clock
    if afterHole { (first, last) = (nil, nil) }
  }

  /// Queue ids of the mails under way.
  var openIDs: [[UInt8]] { correlator.open.all.map(\.record.queueID.bytes) }

  /// Forgets the changes that a new skimmer knows of.
  mutating func forgetChanges() { correlator.forgetChanges() }

  /// Follows the mails through a batch and tells the batch which buckets changed.
  mutating func scan(_ batch: LogBatch, sink: (MailRecord) throws -> Void) rethrows {
    defer { correlator.takeChanges(into: &batch.changes) }
    for part in batch.parts { try scan(part, sink) }
  }

  private mutating func scan(
    _ part: SkimmedLines, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    let bytes = part.bytes.span
    note(part.firstStamp)
    recognised &+= part.others
    for place in part.relevant {
      try line(bytes, Int(place.start), Int(place.end), place.head, sink)
    }
    note(part.lastStamp)
  }

  /// Any line's time counts for coverage, whoever wrote it.
  private mutating func note(_ stamp: LogStamp?) {
    guard let stamp else { return }
    let time = clock.moment(of: stamp).seconds
    first = first ?? time
    last = max(last ?? time, time)
  }

  @inline(__always)
  private mutating func line(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ head: PostfixHead,
    _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard to > from else { return }
    let end = bytes[to - 1] == 0x0D ? to - 1 : to
    guard head.isNone else {
      guard let line = LogLine(bytes, head, from: from, to: end) else { return }
      recognised &+= 1
      guard let event = PostfixLine.event(bytes, line) else { return }
      return try take(event, line, bytes, sink)
    }
    if bytes[from] == 0x7B {
      scratch.removeAll(keepingCapacity: true)
      guard JournalLine.unwrap(bytes, from: from, to: end, into: &scratch) else { return }
      let text = scratch
      try plain(text.span, 0, text.count, sink)
    } else {
      try plain(bytes, from, end, sink)
    }
  }

  @inline(__always)
  private mutating func plain(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard let line = LogLine(bytes, from: from, to: to) else {
      noteStranger(bytes, from, to)
      return
    }
    recognised &+= 1
    if line.dialect == .msmtp {
      try single(bytes, line, sink)
      return
    }
    switch line.dialect {
    case .postfix:
      guard let event = PostfixLine.event(bytes, line) else { return }
      try take(event, line, bytes, sink)
    case .exim:
      guard let event = EximLine.event(bytes, line) else { return }
      try take(event, line, bytes, sink)
    case .sendmail:
      guard let event = SendmailLine.event(bytes, line) else { return }
      try take(event, line, bytes, sink)
    case .msmtp: break
    }
  }

  private mutating func noteStranger(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) {
    guard unsupported == nil, strangers < Self.mostStrangers else { return }
    strangers += 1
    unsupported = MailLogSupport.unsupported(bytes, from: from, to: to)
  }

  private mutating func take(
    _ event: MailLogEvent, _ line: LogLine, _ bytes: Span<UInt8>,
    _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard
      let key = QueueKey(bytes, from: line.queueID.lowerBound, to: line.queueID.upperBound),
      let (time, isDoubtful) = clock.moment(bytes, line.stamp)
    else { return }
    try correlator.take(
      event, line, bytes, key: key, time: time, isDoubtful: isDoubtful, sink: sink)
    relevant &+= 1
    if relevant & 0xFFFF == 0 { try correlator.expire(before: time, sink) }
  }

  /// A program without a queue tells a whole mail in one line, without Message-ID.
  private mutating func single(
    _ bytes: Span<UInt8>, _ line: LogLine, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard
      case .handedOver(let list, let size, let outcome, let detail) = MsmtpLine.event(bytes, line),
      let (time, isDoubtful) = clock.moment(bytes, line.stamp)
    else { return }
    let digest = String(Digest64.of(line.message, bytes), radix: 16)
    let record = MailRecord(
      source: .msmtp, origin: correlator.origin,
      logHost: ByteText(bytes: LogBytes.copy(line.host, of: bytes)),
      messageID: ByteText("msmtp-\(time)-\(digest)"), messageNumber: 0, mailbox: "", pid: 0,
      host: "", accepted: Timestamp(time), size: size, uncertainty: isDoubtful ? 3600 : nil)
    var mail = PendingMail(record: record, scope: "", touched: Timestamp(time))
    mail.add(list: list, outcome, detail, bytes, time)
    correlator.noteVoicemail()
    try sink(mail.record)
  }

  mutating func finish(_ sink: (MailRecord) throws -> Void) rethrows {
    if let last { try correlator.expire(before: last, sink) }
    try correlator.tellOpen(sink)
  }
}
