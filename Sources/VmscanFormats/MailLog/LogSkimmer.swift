/// Picks the lines that may concern a mail that is followed; most lines of a log do not.
///
/// Runs ahead of whoever follows the mails, so it goes by buckets of queue ids: those it was told
/// are in use, and those that lines it has picked will take into use.
package struct LogSkimmer: Sendable {
  private var inUse = [Int32](repeating: 0, count: QueueID.buckets)
  private var wantsFirstStamp: Bool

  /// - Parameters:
  ///   - ids: Queue ids of the mails under way.
  ///   - wantsFirstStamp: Whether to look for the time of the log's first line that has one.
  package init(pending ids: [[UInt8]], wantsFirstStamp: Bool) {
    self.wantsFirstStamp = wantsFirstStamp
    for id in ids { inUse[QueueID.bucket(id.span, from: 0, to: id.count)] += 1 }
  }

  /// Replaces what was expected of a block by what became of it.
  ///
  /// - Parameters:
  ///   - opened: The block's `SkimmedLines.opened`.
  ///   - changes: `bucket + 1` for each time one was taken into use, `-(bucket + 1)` given back.
  package mutating func learn(opened: [Int32], changes: [Int32]) {
    for bucket in opened { inUse[Int(bucket)] -= 1 }
    for change in changes { inUse[Int(abs(change)) - 1] += change > 0 ? 1 : -1 }
  }

  /// Adds what the lines of a block hold to `result`.
  package mutating func skim(
    _ bytes: Span<UInt8>, _ lines: Range<Int>, into result: inout SkimmedLines
  ) {
    if wantsFirstStamp { findFirstStamp(bytes, lines, &result) }
    var start = lines.lowerBound
    var lastLine = 0..<0
    var origin = 0..<0
    var others = 0
    while start < lines.upperBound {
      let stop =
        LogBytes.index(of: 0x0A, in: bytes, from: start, to: lines.upperBound) ?? lines.upperBound
      if stop > start { lastLine = start..<stop }
      let head = PostfixLine.head(bytes, from: start, to: stop, origin: origin)
      if let head { origin = head.origin }
      if head.map({ isRelevant($0, bytes, stop, &result.opened) }) ?? true {
        result.add(start..<stop, head, of: bytes)
      } else {
        others &+= 1
      }
      start = stop + 1
    }
    result.others = others
    result.lastStamp = lastLine.isEmpty ? nil : LogStamp(line: lastLine, of: bytes)
  }

  /// Whether a Postfix line may be about a mail that is followed, or begins one.
  @inline(__always)
  private mutating func isRelevant(
    _ head: PostfixHead, _ bytes: Span<UInt8>, _ stop: Int, _ opened: inout [Int32]
  ) -> Bool {
    guard let bucket = head.bucket(bytes) else { return false }
    guard PostfixLine.opensVoicemail(bytes, head, to: stop) else { return inUse[bucket] != 0 }
    inUse[bucket] += 1
    opened.append(Int32(bucket))
    return true
  }

  private mutating func findFirstStamp(
    _ bytes: Span<UInt8>, _ lines: Range<Int>, _ result: inout SkimmedLines
  ) {
    var start = lines.lowerBound
    while start < lines.upperBound {
      let stop =
        LogBytes.index(of: 0x0A, in: bytes, from: start, to: lines.upperBound) ?? lines.upperBound
      if stop > start, let stamp = LogStamp(line: start..<stop, of: bytes) {
        result.firstStamp = stamp
        wantsFirstStamp = false
        return
      }
      start = stop + 1
    }
  }
}
