import VmscanFormats
import VmscanModel

/// Reads the lines of one log after another, in the order they were written.
struct MailLogScanner {
  private(set) var correlator: MailCorrelator
  private(set) var clock: LogClock
  /// Time of the first line since the last hole.
  private(set) var first: Int64?
  private(set) var last: Int64?
  private(set) var agents: LogAgents
  private var queueless: QueuelessMails
  /// Lines that some supported mail server wrote.
  private(set) var recognised = 0
  /// The first line of the log that nobody known wrote, shortened.
  private(set) var firstStranger: [UInt8]?
  private static let longestStranger = 100
  /// Lines without a time, by whomever, since the last one with a time.
  private(set) var untimed: Int
  /// The file being read has a line with a time.
  private var isTimed = false
  /// A few lines without a time belong to the one before, more are of a form that is not known.
  private static let mostUntimed = 5
  private var scratch: [UInt8] = []
  private var rewritten: [UInt8] = []
  private var relevant = 0

  init(origin: ByteText, cursor: LogCursor?, clock: LogClock) {
    let pending = cursor?.pending ?? []
    correlator = MailCorrelator(
      origin: origin, pending: pending.filter { !QueuelessMails.follows($0.record.source) })
    queueless = QueuelessMails(origin: origin, pending: pending)
    self.clock = clock
    untimed = cursor?.untimed ?? 0
    agents = LogAgents(cursor)
    first = cursor?.stretchStart?.epochSeconds
    last = cursor?.last?.epochSeconds
  }

  /// Mails under way, for the next run.
  var pending: [PendingMail] {
    (correlator.pending(at: last) + queueless.pending(at: last))
      .sorted { $0.record.messageID < $1.record.messageID }
  }

  /// The end of what was read is in a form that is not known.
  var endsUntimed: Bool { untimed >= Self.mostUntimed || untimed > 0 && !isTimed }

  /// Begins a new stretch of coverage and, with another file, another guess at the year.
  mutating func begin(clock: LogClock, afterHole: Bool, isResumed: Bool) {
    self.clock = clock
    isTimed = isResumed
    if !isResumed { untimed = 0 }
    if afterHole {
      agents.noteHole(lastLine: last)
      correlator.noteHole()
      (first, last) = (nil, nil)
    }
  }

  /// Queue ids of the mails under way.
  var openIDs: [[UInt8]] { correlator.open.all.map(\.record.queueID.bytes) }

  /// Forgets the changes that a new skimmer knows of.
  mutating func forgetChanges() { correlator.forgetChanges() }

  /// Follows the mails through a batch and notes in the batch which buckets changed.
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
    for index in 0...part.relevant.count {
      if index == part.firstPostfixPlace { note(.postfix, part.firstPostfix) }
      if index == part.lastPostfixPlace { note(.postfix, part.lastPostfix) }
      guard index < part.relevant.count else { break }
      let place = part.relevant[index]
      let whole = Int(place.start)..<Int(place.end)
      guard !place.head.isNone else {
        try line(bytes, whole, sink)
        continue
      }
      guard LogLine.isPlain(bytes, place.head, of: whole) else { continue }
      let line = LogLine(bytes, place.head, of: whole)
      recognised &+= 1
      let event = part.events.isEmpty ? PostfixLine.event(bytes, line) : part.events[index]
      guard let event, let (time, doubt) = clock.moment(bytes, line.stamp) else { continue }
      try take(event, line, bytes, time, doubt, sink)
    }
    for agent in correlator.takeShown() { agents.noteVoicemail(of: agent) }
    note(part.lastStamp)
  }

  private mutating func note(_ agent: LogLine.Dialect, _ stamp: LogStamp?) {
    if stamp != nil { noteTimed() }
    guard let time = stamp.map({ clock.moment(of: $0).seconds }), clock.isPossible(time) else {
      return
    }
    agents.note(agent, at: time)
  }

  /// The log reaches from its first line to its last, whoever wrote them.
  private mutating func note(_ stamp: LogStamp?) {
    guard let stamp else { return }
    let time = clock.moment(of: stamp).seconds
    guard clock.isPossible(time) else { return }
    first = first ?? time
    last = max(last ?? time, time)
  }

  @inline(__always)
  private mutating func line(
    _ bytes: Span<UInt8>, _ whole: Range<Int>, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard !whole.isEmpty else { return }
    let (from, end) = (whole.lowerBound, LogLine.end(of: whole, in: bytes))
    if let line = LogLine(bytes, from: from, to: end) { return try read(line, bytes, sink) }
    noteDropped(bytes, from, end)
    try readOtherForm(bytes, from, end, sink)
  }

  /// Notes a logger's word that lines are missing.
  private mutating func noteDropped(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) {
    guard let stamp = DroppedLines.stamp(bytes, from: from, to: to),
      let (time, _) = clock.moment(bytes, stamp)
    else { return }
    agents.noteDropped(at: time)
    correlator.noteHole()
  }

  /// Reads a line that is in no plain form, through the forms that lie within it.
  private mutating func readOtherForm(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    scratch.removeAll(keepingCapacity: true)
    guard LogForms.rewrite(bytes, from: from, to: to, into: &scratch) else {
      return noteStranger(bytes, from, to)
    }
    for _ in 0..<LogForms.deepest {
      let text = scratch
      if let line = LogLine(text.span, from: 0, to: text.count) {
        return try read(line, text.span, sink)
      }
      noteDropped(text.span, 0, text.count)
      rewritten.removeAll(keepingCapacity: true)
      guard LogForms.rewrite(text.span, from: 0, to: text.count, into: &rewritten) else { break }
      swap(&scratch, &rewritten)
    }
    noteStranger(bytes, from, to)
  }

  @inline(__always)
  private mutating func read(
    _ line: LogLine, _ bytes: Span<UInt8>, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    recognised &+= 1
    noteTimed()
    guard let (time, doubt) = clock.moment(bytes, line.stamp) else { return }
    if clock.isPossible(time) { agents.note(line.dialect, at: time) }
    let event: MailLogEvent?
    switch line.dialect {
    case .postfix: event = PostfixLine.event(bytes, line)
    case .exim: event = EximLine.event(bytes, line)
    case .sendmail:
      event = SendmailLine.event(bytes, line)
      if case .recipients(_, .sent, _, _) = event { agents.noteDelivery(isTold: true) }
    case .opensmtpd: event = OpenSMTPDLine.event(bytes, line)
    case .courier: event = CourierLine.event(bytes, line)
    case .chasquid where line.queueID.isEmpty:
      return try report(
        queueless.chasquid(bytes, line, time, doubt: doubt), of: line.dialect, sink)
    case .chasquid: event = ChasquidLine.event(bytes, line)
    case .msmtp:
      return try report(
        queueless.msmtp(bytes, line, time, doubt: doubt), of: line.dialect, sink)
    case .nullmailer:
      return try report(queueless.nullmailer.take(bytes, line, time), of: line.dialect, sink)
    case .dma: return try report(queueless.dma.take(bytes, line, time), of: line.dialect, sink)
    case .dovecot:
      return try report(
        queueless.dovecot(bytes, line, time, doubt: doubt, among: correlator.open),
        of: line.dialect, sink)
    case .mailScanner:
      let message = line.message
      if let ids = MailScannerLine.requeued(bytes, from: message.lowerBound, to: message.upperBound)
      {
        try correlator.requeue(ids.old, as: ids.new, line, bytes, time: time, sink: sink)
      }
      return
    }
    guard let event else { return }
    try take(event, line, bytes, time, doubt, sink)
  }

  private mutating func report(
    _ record: MailRecord?, of agent: LogLine.Dialect, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard let record else { return }
    agents.noteVoicemail(of: agent)
    try sink(record)
  }

  /// A line with a time follows: what was said in lines that were not understood is not known.
  private mutating func noteTimed() {
    isTimed = true
    guard untimed > 0 else { return }
    if untimed >= Self.mostUntimed {
      agents.noteHole(lastLine: last)
      correlator.noteHole()
      (first, last) = (nil, nil)
    }
    untimed = 0
  }

  private mutating func noteStranger(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) {
    if LogStamp(line: from..<to, of: bytes) == nil { untimed += 1 } else { noteTimed() }
    if firstStranger == nil, to > from {
      firstStranger = LogBytes.copy(from..<min(to, from + Self.longestStranger), of: bytes)
    }
    guard let program = MailLogSupport.unsupported(bytes, from: from, to: to),
      let stamp = LogStamp(bytes, from: from, to: min(to, from + 40))
    else { return }
    agents.noteUnsupported(program, at: clock.moment(of: stamp).seconds)
  }

  @inline(__always)
  private mutating func take(
    _ event: MailLogEvent, _ line: LogLine, _ bytes: Span<UInt8>, _ time: Int64,
    _ doubt: Int32, _ sink: (MailRecord) throws -> Void
  ) rethrows {
    guard let key = QueueKey(bytes, from: line.queueID.lowerBound, to: line.queueID.upperBound)
    else { return }
    try correlator.take(
      event, line, bytes, key: key, time: time, doubt: doubt, sink: sink)
    relevant &+= 1
    if relevant & 0xFFFF == 0 { try correlator.expire(before: time, sink) }
  }

  mutating func finish(_ sink: (MailRecord) throws -> Void) rethrows {
    if let last {
      if agents.tellsDeliveries != true, correlator.leaveUntold(at: last) {
        agents.noteDelivery(isTold: false)
      }
      try correlator.expire(before: last, sink)
    }
    try correlator.tellOpen(sink)
  }
}
