import VmscanFormats
import VmscanModel

/// Follows the mails of nullmailer, whose lines of one attempt to send follow each other and name no
/// queue id.
struct NullmailerAttempts {
  /// The attempt of nullmailer that the lines are about.
  private struct Attempt {
    var file: ByteText
    var began: Int64
    var isLocal: Bool
    var recipients: ByteText = ""
    var messageID: ByteText = ""
    var isRefused = false
    var answer: ByteText = ""

    init(file: ByteText, began: Int64, isLocal: Bool) {
      (self.file, self.began, self.isLocal) = (file, began, isLocal)
    }

    /// As `record` gave it.
    init(_ record: MailRecord) {
      let known = record.recipients.first
      self.init(
        file: record.queueID, began: record.accepted.epochSeconds,
        isLocal: known?.status == .taken)
      (messageID, isRefused) = (record.messageID, record.leftQueue)
      (recipients, answer) = (known?.address ?? "", known?.detail ?? "")
    }

    /// What is known so far, with the list of recipients as one of them.
    func record(_ host: ByteText, _ origin: ByteText) -> MailRecord {
      var record = MailRecord(
        source: .nullmailer, origin: origin, logHost: host, queueID: file, messageID: messageID,
        messageNumber: 0, mailbox: "", pid: 0, host: "", accepted: Timestamp(began))
      record.leftQueue = isRefused
      record.recipients = [
        MailRecipient(
          address: recipients, status: isLocal ? .taken : .queued, time: Timestamp(began),
          detail: answer)
      ]
      return record
    }
  }

  /// Hostile logs may name any number of hosts.
  private static let most = 50_000
  private static let longestDetail = 200

  let origin: ByteText
  /// The attempt under way on each host.
  private var attempts: [ByteText: Attempt] = [:]

  /// Goes on with what an earlier run left.
  init(origin: ByteText, pending: [PendingMail]) {
    self.origin = origin
    for record in pending.lazy.map(\.record) where record.source == .nullmailer {
      attempts[record.logHost] = Attempt(record)
    }
  }

  /// What the next run needs.
  var pending: [PendingMail] {
    attempts.sorted { $0.key < $1.key }.map { host, attempt in
      let record = attempt.record(host, origin)
      return PendingMail(record: record, scope: "", touched: record.accepted)
    }
  }

  /// Takes a line; returns what is known of a mail when an attempt has ended.
  mutating func take(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64) -> MailRecord? {
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

  private func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> ByteText {
    ByteText(bytes: LogBytes.copy(range, of: bytes))
  }
}
