/// The latest queue ids of which the log said that their mails go to another address (Postfix's
/// `REDIRECT`).
///
/// Said of a header, it comes before the Message-ID shows whose mail it is. Both lines are of one
/// program at work on one mail, so few need to be known.
struct RedirectedMails {
  private static let most = 64
  /// Seconds in which the mail's header is read to its end.
  private static let patience: Int64 = 600

  private var latest: [(key: QueueKey, words: [UInt8], time: Int64)] = []
  private var oldest = 0

  mutating func note(_ key: QueueKey, _ words: [UInt8], _ time: Int64) {
    guard latest.count == Self.most else { return latest.append((key, words, time)) }
    latest[oldest] = (key, words, time)
    oldest = (oldest + 1) % Self.most
  }

  /// What was said of the mail that begins now under an id.
  func words(of key: QueueKey, at time: Int64) -> [UInt8]? {
    latest.first { $0.key == key && (0...Self.patience).contains(time - $0.time) }?.words
  }
}
