import VmscanFormats

/// What was found in a block of whole lines, on its way from the reading thread to the one that follows mails.
///
/// Sendable without checks because one thread at a time owns it: it goes from hand to hand through
/// `LogBatchQueue`, whose lock orders the accesses, and who has put it in does not touch it again.
final class LogBatch: @unchecked Sendable {
  var skimmed = SkimmedLines()
  /// What really happened to the buckets; see `LogSkimmer.learn`.
  var changes: [Int32] = []
  /// Nothing follows; `error` tells when that is not the file's end.
  var isLast = false
  var error: LogReadError?
  /// Set by the receiver: no more is wanted.
  var isCancelled = false

  func clear() {
    skimmed.clear()
    changes.removeAll(keepingCapacity: true)
  }
}
