import VmscanFormats
import VmscanModel

/// Follows the mails of agents whose lines do not share one queue id: msmtp, which has no queue,
/// nullmailer and the DragonFly Mail Agent; those that chasquid did not take,
/// and what Dovecot says of mails by their Message-ID.
struct QueuelessMails {
  let origin: ByteText
  var nullmailer: NullmailerAttempts
  var dma: DmaMails

  /// Goes on with what an earlier run left.
  init(origin: ByteText, pending: [PendingMail]) {
    self.origin = origin
    nullmailer = NullmailerAttempts(origin: origin, pending: pending)
    dma = DmaMails(origin: origin, pending: pending)
  }

  /// Whether what is known of an agent's mails goes on here in the next run.
  static func follows(_ source: MailRecord.Source) -> Bool {
    source == .dma || source == .nullmailer
  }

  /// What the next run needs, as of the time of the last line.
  func pending(at time: Int64?) -> [PendingMail] { nullmailer.pending + dma.pending(at: time) }

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

  // MARK: - Dovecot

  /// What became of a mail in the mailbox's keeping, as a queue of its own whose only recipient has no
  /// name: another line tells what mail server had it.
  func dovecot(
    _ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64, doubt: Int32, among open: OpenMails
  ) -> MailRecord? {
    guard let loss = DovecotLine.loss(bytes, line.message) else { return nil }
    let start = LogBytes.copy(loss.id, of: bytes)
    guard let id = loss.isWhole ? start : open.messageID(beginningWith: start),
      let parts = AsteriskMessageID(id.span, from: 0, to: id.count)
    else { return nil }
    var mail = whole(.dovecot, bytes, line, time, doubt: doubt)
    mail.record.messageID = ByteText(bytes: id)
    mail.record.messageNumber = parts.messageNumber
    mail.record.mailbox = text(parts.mailbox, id.span)
    mail.record.pid = parts.pid
    mail.record.host = text(parts.host, id.span)
    let detail = ByteText(
      bytes: LogBytes.copy(loss.words, of: bytes).prefix(PendingMail.longestDetail))
    mail.record.recipients = [
      MailRecipient(
        address: "", status: loss.outcome.status, time: Timestamp(time), detail: detail)
    ]
    return mail.record
  }

  private func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> ByteText {
    ByteText(bytes: LogBytes.copy(range, of: bytes))
  }
}
