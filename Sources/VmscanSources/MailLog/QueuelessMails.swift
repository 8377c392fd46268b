import VmscanFormats
import VmscanModel

/// Follows the mails of agents whose lines do not share one queue id: msmtp, which has no
/// queue, nullmailer, whose lines of one attempt follow each other, and the DragonFly Mail Agent,
/// whose recipients each have an id.
struct QueuelessMails {
  /// The attempt of nullmailer that the lines are about.
  private struct Attempt {
    var file: ByteText
    var began: Int64
    var isLocal: Bool
    var recipients: ByteText = ""
    var messageID: ByteText = ""
    var isRefused = false
    var answer: ByteText = ""
  }

  /// The mail that is being handed to dma under an id.
  private struct Handing {
    var began: Int64
    var isReport: Bool
  }

  let origin: ByteText
  private var attempts: [ByteText: Attempt] = [:]
  private var handings: [ByteText: Handing] = [:]
  /// What is known of each recipient of dma, by its own queue id.
  private var queued: [ByteText: MailRecord] = [:]
  /// Hostile logs may begin any number of mails.
  private static let most = 50_000
  private static let longestDetail = 200

  init(origin: ByteText) { self.origin = origin }

  // MARK: - msmtp

  /// A whole mail in one line; without a Message-ID it gets a made-up one.
  func msmtp(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64, doubt: Int32) -> MailRecord? {
    guard
      case .handedOver(let list, let size, let outcome, let detail) = MsmtpLine.event(bytes, line)
    else { return nil }
    var mail = whole(.msmtp, bytes, line, time, doubt: doubt)
    mail.record.size = size
    mail.add(list: list, outcome, detail, bytes, time)
    return mail.record
  }

  /// A mail that is over with its one line.
  private func whole(
    _ source: MailRecord.Source, _ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64,
    doubt: Int32
  ) -> PendingMail {
    let digest = String(Digest64.of(line.message, bytes), radix: 16)
    var record = MailRecord(
      source: source, origin: origin, logHost: text(line.host, bytes),
      messageID: ByteText("\(source.rawValue)-\(time)-\(digest)"), messageNumber: 0, mailbox: "",
      pid: 0, host: "", accepted: Timestamp(time), uncertainty: doubt > 0 ? doubt : nil)
    record.leftQueue = true
    return PendingMail(record: record, scope: "", touched: Timestamp(time))
  }

  // MARK: - chasquid

  /// A mail that chasquid did not take, in one line; those it took have an id.
  func chasquid(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64, doubt: Int32)
    -> MailRecord?
  {
    guard let (list, detail) = ChasquidLine.refused(bytes, line) else { return nil }
    var mail = whole(.chasquid, bytes, line, time, doubt: doubt)
    mail.await(list, bytes, time)
    guard !mail.record.recipients.isEmpty else { return nil }
    mail.giveUp(LogBytes.copy(detail, of: bytes), time)
    return mail.record
  }

  // MARK: - nullmailer

  /// Takes a line; returns what is known of a mail when an attempt has ended.
  mutating func nullmailer(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64) -> MailRecord? {
    let host = text(line.host, bytes)
    guard let event = NullmailerLine.event(bytes, line) else { return nil }
    if case .began(let file, let isLocal) = event {
      if attempts.count > Self.most { attempts = [:] }
      attempts[host] = Attempt(file: text(file, bytes), began: time, isLocal: isLocal)
      return nil
    }
    // What a lost line began must not be taken for the attempt before.
    guard var attempt = attempts.removeValue(forKey: host) else { return nil }
    switch event {
    case .began: return nil
    case .recipients(let list): attempt.recipients = text(list, bytes)
    case .messageID(let id): attempt.messageID = text(id, bytes)
    case .answer(let words):
      attempt.answer = ByteText(
        bytes: LogBytes.copy(words, of: bytes).prefix(Self.longestDetail))
      attempt.isRefused = VerdictWords.areBad(bytes, words)
    case .ended(let outcome):
      let real = outcome == .sent && attempt.isRefused ? .failed : outcome
      return record(attempt, real, host: host, time)
    }
    attempts[host] = attempt
    return nil
  }

  private func record(
    _ attempt: Attempt, _ outcome: MailLogOutcome, host: ByteText, _ time: Int64
  ) -> MailRecord? {
    let id = attempt.messageID.bytes
    guard let parts = AsteriskMessageID(id.span, from: 0, to: id.count) else { return nil }
    // The queue file's name begins with the time the mail was handed in.
    let named = attempt.file.bytes.prefix { $0 != 0x2E }
    let queuedAt = LogBytes.number(in: attempt.file.bytes.span, from: 0, to: named.count)?.value
    let accepted =
      queuedAt.map { $0 > attempt.began - 90 * 86400 && $0 <= attempt.began + 5 } ?? false
      ? queuedAt ?? attempt.began : attempt.began
    let record = MailRecord(
      source: .nullmailer, origin: origin, logHost: host, queueID: attempt.file,
      messageID: attempt.messageID, messageNumber: parts.messageNumber,
      mailbox: ByteText(bytes: id[parts.mailbox]), pid: parts.pid,
      host: ByteText(bytes: id[parts.host]), accepted: Timestamp(accepted))
    var mail = PendingMail(record: record, scope: "", touched: Timestamp(time))
    let list = attempt.recipients.bytes
    mail.await(0..<list.count, list.span, time)
    for place in mail.record.recipients.indices {
      mail.record.recipients[place].status =
        outcome == .sent
        ? attempt.isLocal ? .taken : .sent : outcome == .failed ? .failed : .deferred
      mail.record.recipients[place].detail = attempt.answer
    }
    mail.record.expectedRecipients = Int32(clamping: mail.record.recipients.count)
    mail.record.leftQueue = outcome != .deferred
    return mail.record
  }

  // MARK: - dma

  /// Takes a line; returns what is known of one recipient's mail.
  mutating func dma(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64) -> MailRecord? {
    guard let event = DmaLine.event(bytes, line) else { return nil }
    let host = text(line.host, bytes)
    let id = text(line.queueID, bytes)
    switch event {
    case .began(let isReport):
      if handings.count > Self.most { handings = [:] }
      handings[Self.key(host, id)] = Handing(began: time, isReport: isReport)
      return nil
    case .queued(let address, let own):
      guard let handing = handings[Self.key(host, id)], !handing.isReport else { return nil }
      var record = MailRecord(
        source: .dma, origin: origin, logHost: host, queueID: text(own, bytes),
        messageID: ByteText("dma-\(id)-\(handing.began)"), messageNumber: 0, mailbox: "", pid: 0,
        host: "", accepted: Timestamp(handing.began), expectedRecipients: 1)
      record.recipients = [
        MailRecipient(
          address: ByteText(bytes: LogBytes.decodedCopy(address, of: bytes)), status: .queued,
          time: Timestamp(time))
      ]
      if queued.count > Self.most { queued = [:] }
      queued[Self.key(host, record.queueID)] = record
      return record
    case .outcome(let outcome, let detail):
      guard var mail = queued[Self.key(host, id)], !mail.recipients.isEmpty else { return nil }
      mail.recipients[0].status =
        outcome == .sent ? .sent : outcome == .failed ? .failed : .deferred
      mail.recipients[0].time = Timestamp(time)
      mail.recipients[0].detail = ByteText(
        bytes: LogBytes.copy(detail, of: bytes).prefix(Self.longestDetail))
      mail.leftQueue = outcome != .deferred
      queued[Self.key(host, id)] = outcome == .deferred ? mail : nil
      return mail
    }
  }

  /// Mails of dma that are still queued, for the next run.
  var waiting: [MailRecord] {
    queued.values.sorted { $0.queueID < $1.queueID }
  }

  /// Takes over a mail that an earlier run left queued.
  mutating func resume(_ record: MailRecord) {
    queued[Self.key(record.logHost, record.queueID)] = record
  }

  private static func key(_ host: ByteText, _ id: ByteText) -> ByteText {
    ByteText(bytes: host.bytes + [0x20] + id.bytes)
  }

  private func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> ByteText {
    ByteText(bytes: LogBytes.copy(range, of: bytes))
  }
}
