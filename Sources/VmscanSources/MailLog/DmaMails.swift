import VmscanFormats
import VmscanModel

/// Follows the mails of the DragonFly Mail Agent, whose recipients each have a queue id.
struct DmaMails {
  /// The mail that is being handed to dma under an id.
  private struct Handing {
    var host: ByteText
    var id: ByteText
    var began: Int64
    var isReport: Bool

    init(host: ByteText, id: ByteText, began: Int64, isReport: Bool) {
      (self.host, self.id, self.began, self.isReport) = (host, id, began, isReport)
    }

    /// As `pending` gave it.
    init(_ mail: PendingMail) {
      self.init(
        host: mail.record.logHost, id: mail.record.queueID,
        began: mail.record.accepted.epochSeconds, isReport: mail.hasNonDelivery)
    }

    /// A mail that has no recipient yet.
    func pending(_ origin: ByteText) -> PendingMail {
      let record = MailRecord(
        source: .dma, origin: origin, logHost: host, queueID: id, messageID: "", messageNumber: 0,
        mailbox: "", pid: 0, host: "", accepted: Timestamp(began))
      return PendingMail(
        record: record, scope: "", hasNonDelivery: isReport, touched: Timestamp(began))
    }
  }

  /// Seconds in which dma names the recipients of a mail.
  private static let handingTime: Int64 = 600
  /// Hostile logs may begin any number of mails.
  private static let most = 50_000
  private static let longestDetail = 200

  let origin: ByteText
  private var handings: [ByteText: Handing] = [:]
  /// What is known of each recipient, by its own queue id.
  private var queued: [ByteText: MailRecord] = [:]

  /// Goes on with what an earlier run left.
  init(origin: ByteText, pending: [PendingMail]) {
    self.origin = origin
    for mail in pending where mail.record.source == .dma {
      let key = Self.key(mail.record.logHost, mail.record.queueID)
      if mail.record.recipients.isEmpty {
        handings[key] = Handing(mail)
      } else {
        queued[key] = mail.record
      }
    }
  }

  /// What the next run needs: mails that are still queued, and those that were being handed in at a
  /// time.
  func pending(at time: Int64?) -> [PendingMail] {
    let queued = queued.values.sorted { $0.queueID < $1.queueID }.map {
      PendingMail(record: $0, scope: "", touched: $0.accepted)
    }
    let handings = handings.values.filter { handing in
      time.map { $0 - handing.began <= Self.handingTime } ?? true
    }
    return queued + handings.sorted { $0.id < $1.id }.map { $0.pending(origin) }
  }

  /// Takes a line; returns what is known of one recipient's mail.
  mutating func take(_ bytes: Span<UInt8>, _ line: LogLine, _ time: Int64) -> MailRecord? {
    guard let event = DmaLine.event(bytes, line) else { return nil }
    let host = text(line.host, bytes)
    let id = text(line.queueID, bytes)
    switch event {
    case .began(let isReport):
      if handings.count > Self.most { handings = [:] }
      handings[Self.key(host, id)] = Handing(
        host: host, id: id, began: time, isReport: isReport)
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

  private static func key(_ host: ByteText, _ id: ByteText) -> ByteText {
    ByteText(bytes: host.bytes + [0x20] + id.bytes)
  }

  private func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> ByteText {
    ByteText(bytes: LogBytes.copy(range, of: bytes))
  }
}
