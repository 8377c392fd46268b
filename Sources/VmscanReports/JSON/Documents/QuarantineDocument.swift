import VmscanModel

/// Removed messages that wait in quarantine.
struct QuarantineDocument: Encodable {
  /// When false, the numbers are lower bounds.
  var complete: Bool
  var messages: Int
  var bytes: Int64
  var minutes: Int64
  var seconds: Int64
  @Nullable var oldest: String?
  @Nullable var firstEnd: String?
  @Nullable var lastEnd: String?

  /// `nil` when the quarantine was not read: that is no zero.
  init?(_ totals: QuarantineTotals) {
    switch totals.reading {
    case .notRead: return nil
    case .complete: complete = true
    case .partial: complete = false
    }
    messages = totals.amount.messages
    bytes = totals.amount.bytes.bytes
    minutes = totals.amount.minutes
    seconds = totals.amount.seconds
    oldest = totals.oldest?.description
    firstEnd = totals.firstEnd?.description
    lastEnd = totals.lastEnd?.description
  }
}
