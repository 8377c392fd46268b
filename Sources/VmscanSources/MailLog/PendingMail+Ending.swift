import VmscanFormats
import VmscanModel

/// What is known of a mail's recipients once nobody is tried any more, for now or for good.
extension PendingMail {
  /// Stopped before a recipient was tried: like a delay of one that is not known.
  mutating func stop(_ detail: Range<Int>, _ bytes: Span<UInt8>, _ time: Int64) {
    let words = ByteText(bytes: LogBytes.copy(detail, of: bytes).prefix(Self.longestDetail))
    guard record.recipients.isEmpty else { return }
    record.recipients.append(
      MailRecipient(address: "", status: .deferred, time: Timestamp(time), detail: words))
  }

  /// The mail goes on under another id, as the words say where there are any: who has not got it yet
  /// has no more to expect from this queue.
  mutating func handOn(_ words: Range<Int>?, _ bytes: Span<UInt8>, _ time: Int64) {
    let detail = words.map {
      ByteText(bytes: LogBytes.copy($0, of: bytes).prefix(Self.longestDetail))
    }
    // The next queue has nothing of a stop in this one.
    if words == nil { record.recipients.removeAll { $0.address.isEmpty && !$0.status.isFinal } }
    for place in record.recipients.indices where !record.recipients[place].status.isFinal {
      record.recipients[place].status = .taken
      record.recipients[place].time = Timestamp(time)
      record.recipients[place].detail = detail ?? record.recipients[place].detail
    }
    if let detail, record.recipients.isEmpty {
      record.recipients.append(
        MailRecipient(address: "", status: .taken, time: Timestamp(time), detail: detail))
    }
    record.leftQueue = true
  }

  /// Whoever has not got the mail will not get it.
  mutating func giveUp(_ detail: [UInt8], _ time: Int64) {
    let words = ByteText(bytes: detail.prefix(Self.longestDetail))
    for place in record.recipients.indices where !record.recipients[place].status.isFinal {
      record.recipients[place].status = .failed
      record.recipients[place].time = Timestamp(time)
      if record.recipients[place].detail.isEmpty { record.recipients[place].detail = words }
    }
    let missing = Int(record.expectedRecipients ?? 1) - record.recipients.count
    if record.recipients.isEmpty || missing > 0 { addUnknown(words, time) }
  }

  /// Goes to another address in place of its recipients.
  mutating func redirect(_ words: [UInt8], _ time: Int64) {
    let words = ByteText(bytes: words.prefix(Self.longestDetail))
    guard !record.recipients.contains(where: { $0.address.isEmpty && $0.detail == words }) else {
      return
    }
    addUnknown(words, time)
  }

  private mutating func addUnknown(_ words: ByteText, _ time: Int64) {
    record.recipients.append(
      MailRecipient(address: "", status: .failed, time: Timestamp(time), detail: words))
  }

  /// Brings the record to what is known of the mail as a whole.
  mutating func seal() {
    // A stop recorded before any recipient was known, once one is.
    if record.recipients.count > 1 {
      record.recipients.removeAll { $0.address.isEmpty && !$0.status.isFinal }
    }
    // A mail without a recipient reaches nobody (Sendmail's `nrcpts=0`).
    if record.expectedRecipients == 0, record.recipients.isEmpty {
      addUnknown("no recipients", touched.epochSeconds)
    }
    guard hasNonDelivery, !record.recipients.contains(where: { $0.status == .failed }) else {
      return
    }
    addUnknown("non-delivery notification", touched.epochSeconds)
  }
}
