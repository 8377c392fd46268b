import VmscanFormats

/// Picks the lines that may concern a mail that is followed; most lines of a log do not.
///
/// Runs ahead of the correlator, so it goes by buckets of queue ids: those the correlator said are in
/// use, and those that lines on the way to it will take into use.
struct LogSkimmer {
  private var inUse = [Int32](repeating: 0, count: QueueKey.buckets)

  init(pending ids: [[UInt8]]) {
    for id in ids { inUse[QueueKey.bucket(id.span, from: 0, to: id.count)] += 1 }
  }

  /// Replaces what was expected of a batch by what became of it.
  mutating func learn(from batch: LogBatch) {
    for bucket in batch.opened { inUse[Int(bucket)] -= 1 }
    for change in batch.changes {
      inUse[Int(abs(change)) - 1] += change > 0 ? 1 : -1
    }
  }

  /// Fills the batch's list of relevant lines.
  mutating func skim(_ batch: LogBatch) {
    let block = batch.bytes
    let bytes = block.span
    let end = batch.lines.upperBound
    var start = batch.lines.lowerBound
    var others = 0
    while start < end {
      let stop = LogBytes.index(of: 0x0A, in: bytes, from: start, to: end) ?? end
      if stop > start { batch.lastLine = start..<stop }
      if let head = relevant(bytes, start, stop, batch) {
        batch.relevant.append((Int32(start), Int32(stop), head))
      } else {
        others &+= 1
      }
      start = stop + 1
    }
    batch.others = others
  }

  /// The head of a line to look at, `none` for one of another mail server; `nil` for the others.
  @inline(__always)
  private mutating func relevant(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ batch: LogBatch
  ) -> PostfixHead? {
    guard let head = PostfixLine.head(bytes, from: start, to: stop) else {
      return PostfixHead.none
    }
    guard let bucket = head.bucket(bytes) else { return nil }
    if PostfixLine.opensVoicemail(bytes, head, to: stop) {
      inUse[bucket] += 1
      batch.opened.append(Int32(bucket))
      return head
    }
    return inUse[bucket] != 0 ? head : nil
  }
}
