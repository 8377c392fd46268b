import VmscanFormats

/// What was found in a few blocks of whole lines, on its way between two threads.
///
/// One reads, the other follows the mails, and the batch goes to and fro.
///
/// Sendable without checks because one thread at a time owns it: it goes from hand to hand through
/// `LogBatchQueue`, whose lock orders the accesses, and who has put it in does not touch it again.
final class LogBatch: @unchecked Sendable {
  /// Blocks of a batch: a hand-over, which may have to wake the other thread, costs as much as
  /// skimming a good part of one.
  private static let blocks = 4

  /// One for each block, empty when the log ended before.
  var parts = [SkimmedLines](repeating: SkimmedLines(), count: LogBatch.blocks)
  /// What really happened to the buckets; see `LogSkimmer.learn`.
  var changes: [Int32] = []
  /// Bytes of the file read so far.
  var offset: Int64 = 0
  /// Nothing follows; `error` is set when that is not the file's end.
  var isLast = false
  var error: LogReadError?
  /// Set by the receiver: no more is wanted.
  var isCancelled = false

  func clear() {
    for place in parts.indices { parts[place].clear() }
    changes.removeAll(keepingCapacity: true)
  }
}
