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
  /// Lines of mail servers that were left out.
  package internal(set) var others = 0
  /// Time of the log's first line that has one, when it is in this block and was asked for.
  package internal(set) var firstStamp: LogStamp?
  /// Time of the block's last line that is not empty, whoever wrote it.
  package internal(set) var lastStamp: LogStamp?
  /// Buckets that are expected to be taken into use because of this block.
  package internal(set) var opened: [Int32] = []

  package init() {}

  /// Forgets everything but the memory in use.
  package mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    relevant.removeAll(keepingCapacity: true)
    opened.removeAll(keepingCapacity: true)
    (others, firstStamp, lastStamp) = (0, nil, nil)
  }

  mutating func add(_ line: Range<Int>, _ head: PostfixHead?, of block: Span<UInt8>) {
    let start = bytes.count
    block.extracting(line).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    let moved = head?.moved(by: Int32(start - line.lowerBound)) ?? .none
    relevant.append((Int32(start), Int32(bytes.count), moved))
  }
}
