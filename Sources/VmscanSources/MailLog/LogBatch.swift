import VmscanFormats

/// A block of whole lines on its way from the reading thread to the one that follows mails.
///
/// Sendable without checks because one thread at a time owns it: it goes from hand to hand through
/// `LogBatchQueue`, whose lock orders the accesses, and who has put it in does not touch it again.
final class LogBatch: @unchecked Sendable {
  static let size = 256 << 10

  var bytes = [UInt8](repeating: 0, count: LogBatch.size)
  /// Where the lines stand in `bytes`.
  var lines = 0..<0
  /// Start, end and head of the lines that may concern a mail that is followed.
  var relevant: [(start: Int32, end: Int32, head: PostfixHead)] = []
  var lastLine = 0..<0
  /// Lines of mail servers that were left out of `relevant`.
  var others = 0
  /// Buckets that the reading thread expects to be taken into use because of this batch.
  var opened: [Int32] = []
  /// What really happened to the buckets: `bucket + 1` taken, `-(bucket + 1)` given back.
  var changes: [Int32] = []
  /// Nothing follows; `error` tells when that is not the file's end.
  var isLast = false
  var error: LogReadError?
  /// Set by the receiver: no more is wanted.
  var isCancelled = false

  func clear() {
    relevant.removeAll(keepingCapacity: true)
    opened.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    (lines, lastLine, others) = (0..<0, 0..<0, 0)
  }
}
