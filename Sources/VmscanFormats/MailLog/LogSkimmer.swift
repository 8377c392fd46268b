/// Picks the lines that may concern a mail that is followed; most lines of a log do not.
///
/// Runs ahead of whoever follows the mails, so it goes by buckets of queue ids: those it was told
/// are in use, and those that lines it has picked will take into use.
package struct LogSkimmer: Sendable {
  /// How many mails use each bucket, and a bit for each bucket that has any: few enough to stay in the
  /// fastest memory while all of a log runs through it.
  private var uses = [Int32](repeating: 0, count: QueueID.buckets)
  private var inUse = [UInt64](repeating: 0, count: QueueID.buckets / 64)
  private var wantsFirstStamp: Bool

  /// - Parameters:
  ///   - ids: Queue ids of the mails under way.
  ///   - wantsFirstStamp: Whether to look for the time of the log's first line that has one.
  package init(pending ids: [[UInt8]], wantsFirstStamp: Bool) {
    self.wantsFirstStamp = wantsFirstStamp
    for id in ids { use(QueueID.bucket(id.span, from: 0, to: id.count), by: 1) }
  }

  @inline(__always)
  private mutating func use(_ bucket: Int, by count: Int32) {
    uses[bucket] += count
    let bit: UInt64 = 1 << UInt64(bucket & 63)
    if uses[bucket] == 0 { inUse[bucket >> 6] &= ~bit } else { inUse[bucket >> 6] |= bit }
  }

  /// Replaces what was expected of a block by what became of it.
  ///
  /// - Parameters:
  ///   - opened: The block's `SkimmedLines.opened`.
  ///   - changes: `bucket + 1` for each time one was taken into use, `-(bucket + 1)` given back.
  package mutating func learn(opened: [Int32], changes: [Int32]) {
    for bucket in opened { use(Int(bucket), by: -1) }
    for change in changes { use(Int(abs(change)) - 1, by: change > 0 ? 1 : -1) }
  }

  /// Adds what the lines of a block hold to `result`.
  package mutating func skim(
    _ bytes: Span<UInt8>, _ lines: Range<Int>, into result: inout SkimmedLines
  ) {
    if wantsFirstStamp { findFirstStamp(bytes, lines, &result) }
    let known = result.opened.count
    var start = lines.lowerBound
    var lastLine = 0..<0
    var origin = 0..<0
    var others = 0
    var (firstPostfix, lastPostfix) = (0..<0, 0..<0)
    var lastPlace = result.relevant.count
    while start < lines.upperBound {
      let stop =
        LogBytes.index(of: 0x0A, in: bytes, from: start, to: lines.upperBound) ?? lines.upperBound
      if stop > start { lastLine = start..<stop }
      defer { start = stop &+ 1 }
      guard let head = PostfixLine.head(bytes, from: start, to: stop, origin: origin) else {
        noteRequeued(bytes, start, stop, &result.opened)
        result.add(start..<stop, .none, of: bytes)
        continue
      }
      origin = head.origin
      lastPlace = result.relevant.count
      if firstPostfix.isEmpty {
        firstPostfix = start..<stop
        result.firstPostfixPlace = lastPlace
      }
      lastPostfix = start..<stop
      if isRelevant(head, bytes, stop, &result.opened) {
        result.add(start..<stop, head, of: bytes)
      } else {
        others &+= 1
      }
    }
    // Counted at last, all together: the counts are too many to stay in the fastest memory.
    for bucket in result.opened[known...] { uses[Int(bucket)] += 1 }
    result.others = others
    if !lastPostfix.isEmpty { result.lastPostfixPlace = lastPlace }
    result.lastStamp = lastLine.isEmpty ? nil : LogStamp(line: lastLine, of: bytes)
    result.firstPostfix = firstPostfix.isEmpty ? nil : LogStamp(line: firstPostfix, of: bytes)
    result.lastPostfix = lastPostfix.isEmpty ? nil : LogStamp(line: lastPostfix, of: bytes)
  }

  /// A filter's word that a mail goes on under another id opens that id's bucket, as a Message-ID
  /// does.
  @inline(never)
  private mutating func noteRequeued(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ opened: inout [Int32]
  ) {
    guard stop - start > 40,
      let tag = LogBytes.find(
        " MailScanner", in: bytes, from: start + 15, to: min(stop, start + 120)),
      let end = LogBytes.find(": ", in: bytes, from: tag, to: stop),
      let ids = MailScannerLine.requeued(bytes, from: end + 2, to: stop)
    else { return }
    let bucket = QueueID.bucket(bytes, from: ids.new.lowerBound, to: ids.new.upperBound)
    inUse[bucket >> 6] |= 1 << UInt64(bucket & 63)
    opened.append(Int32(bucket))
  }

  /// Whether a Postfix line may be about a mail that is followed, or begins one.
  @inline(__always)
  private mutating func isRelevant(
    _ head: PostfixHead, _ bytes: Span<UInt8>, _ stop: Int, _ opened: inout [Int32]
  ) -> Bool {
    guard let bucket = head.bucket(bytes) else { return false }
    guard PostfixLine.opensVoicemail(bytes, head, to: stop) else {
      return inUse[bucket >> 6] >> UInt64(bucket & 63) & 1 != 0
        || PostfixLine.tellsAhead(bytes, head, to: stop)
    }
    inUse[bucket >> 6] |= 1 << UInt64(bucket & 63)
    opened.append(Int32(bucket))
    return true
  }

  private mutating func findFirstStamp(
    _ bytes: Span<UInt8>, _ lines: Range<Int>, _ result: inout SkimmedLines
  ) {
    guard let stamp = LogStamp.first(in: bytes, from: lines.lowerBound, to: lines.upperBound)
    else { return }
    result.firstStamp = stamp
    wantsFirstStamp = false
  }
}

/// What `LogSkimmer` found in a block of lines.
///
/// Few bytes of many: the lines are copied, so that another thread reads them in one piece, and the
/// block stays with the thread that reads.
package struct SkimmedLines: Sendable {
  /// The lines that may concern a mail that is followed, one after the other.
  package private(set) var bytes: [UInt8] = []
  /// Start, end and head of each line in `bytes`; the head is `none` where the line is not of
  /// Postfix's plain form.
  package private(set) var relevant: [(start: Int32, end: Int32, head: PostfixHead)] = []
  /// What each of these lines says, where that was read ahead; else empty.
  package private(set) var events: [MailLogEvent?] = []
  /// Lines of mail servers that were left out.
  package internal(set) var others = 0
  /// Time of the log's first line that has one, when it is in this block and was asked for.
  package internal(set) var firstStamp: LogStamp?
  /// Time of the block's last line that is not empty, whoever wrote it.
  package internal(set) var lastStamp: LogStamp?
  /// Times of the block's first and last line of Postfix, whose lines are mostly left out.
  package internal(set) var firstPostfix: LogStamp?
  package internal(set) var lastPostfix: LogStamp?
  /// How many of the relevant lines come before those two: a clock without a year must see the lines
  /// in their order.
  package internal(set) var firstPostfixPlace = 0
  package internal(set) var lastPostfixPlace = 0
  /// Buckets that are expected to be taken into use because of this block.
  package internal(set) var opened: [Int32] = []

  package init() {}

  /// Forgets everything but the memory in use.
  package mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    relevant.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    opened.removeAll(keepingCapacity: true)
    (others, firstStamp, lastStamp) = (0, nil, nil)
    (firstPostfix, lastPostfix) = (nil, nil)
  }

  /// Reads what the lines of Postfix's plain form say, which needs no knowledge of other lines, so
  /// that whoever follows the mails need not.
  package mutating func readAhead() {
    let text = bytes
    events.reserveCapacity(relevant.count)
    for (start, end, head) in relevant {
      let whole = Int(start)..<Int(end)
      guard LogLine.isPlain(text.span, head, of: whole) else {
        events.append(nil)
        continue
      }
      events.append(PostfixLine.event(text.span, LogLine(text.span, head, of: whole)))
    }
  }

  @inline(__always)
  mutating func add(_ line: Range<Int>, _ head: PostfixHead, of block: Span<UInt8>) {
    let start = bytes.count
    block.extracting(line).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    let moved = head.isNone ? head : head.moved(by: Int32(start - line.lowerBound))
    relevant.append((Int32(start), Int32(bytes.count), moved))
  }
}
