import VmscanFormats
import VmscanModel

/// The latest words of a log that a mail goes to another address (Postfix's `REDIRECT`), or to a content
/// filter (`FILTER`).
///
/// They come before the Message-ID shows whose mail it is: those of a header under the mail's queue
/// id, those of an access table before it has one. Both come just before, so few need to be known.
struct ForetoldMails {
  private static let most = 64
  /// Seconds in which a mail is taken in.
  private static let patience: Int64 = 600

  struct Notice {
    let key: QueueKey
    /// The id of `key`.
    let id: [UInt8]
    let words: [UInt8]
    let time: Int64

    init(key: QueueKey, id: [UInt8], words: [UInt8], time: Int64) {
      (self.key, self.id, self.words, self.time) = (key, id, words, time)
    }

    init(
      _ words: Range<Int>, of line: LogLine, _ bytes: Span<UInt8>, _ key: QueueKey, _ time: Int64
    ) {
      self.init(
        key: key, id: LogBytes.copy(line.queueID, of: bytes),
        words: LogBytes.copy(words, of: bytes), time: time)
    }

    var isOfFilter: Bool { words.starts(with: Array("filter: ".utf8)) }
  }

  private var latest: [Notice] = []
  private var oldest = 0

  var isEmpty: Bool { latest.isEmpty }

  /// Those that may be about a mail that begins at a time or later.
  func latest(before time: Int64) -> [Notice] {
    latest.filter { Self.isJustBefore(time, $0.time) }
  }

  mutating func note(_ notice: Notice) {
    guard latest.count == Self.most else { return latest.append(notice) }
    latest[oldest] = notice
    oldest = (oldest + 1) % Self.most
  }

  /// What was said of the mail that begins now under an id.
  func words(of key: QueueKey, at time: Int64) -> [UInt8]? {
    latest.first { $0.key == key && Self.isJustBefore(time, $0.time) }?.words
  }

  /// What was said of a mail without an id that went to where this one goes in place of its
  /// recipient.
  func words(
    of event: MailLogEvent, _ bytes: Span<UInt8>, begun: Timestamp
  ) -> [UInt8]? {
    guard case .recipient(let recipient) = event, recipient.original != nil else { return nil }
    let goal =
      Array("triggers REDIRECT ".utf8) + LogBytes.copy(recipient.address, of: bytes) + [0x3B]
    return latest.first {
      Self.isJustBefore(begun.epochSeconds, $0.time) && $0.words.contains(goal)
    }?.words
  }

  private static func isJustBefore(_ time: Int64, _ earlier: Int64) -> Bool {
    (0...patience).contains(time - earlier)
  }
}

/// What the next run must know, kept as a mail without a Message-ID.
extension ForetoldMails.Notice {
  init(_ mail: PendingMail, _ key: QueueKey) {
    self.init(
      key: key, id: mail.record.queueID.bytes,
      words: mail.record.recipients.first?.detail.bytes ?? [], time: mail.touched.epochSeconds)
  }

  func pending(scope: [UInt8], _ origin: ByteText) -> PendingMail {
    var record = MailRecord(
      source: .postfix, origin: origin, logHost: "", queueID: ByteText(bytes: id), messageID: "",
      messageNumber: 0, mailbox: "", pid: 0, host: "", accepted: Timestamp(time))
    record.recipients = [
      MailRecipient(
        address: "", status: .failed, time: Timestamp(time), detail: ByteText(bytes: words))
    ]
    return PendingMail(
      record: record, scope: ByteText(bytes: scope), touched: Timestamp(time))
  }
}
