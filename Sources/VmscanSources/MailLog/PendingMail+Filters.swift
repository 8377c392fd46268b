import VmscanFormats
import VmscanModel

/// Recipients that a filter adds and takes away while the mail is taken in.
extension PendingMail {
  /// A recipient that stands for itself, so that nobody takes it for an alias's target.
  mutating func addOfFilter(_ address: [UInt8], _ time: Int64) {
    let address = ByteText(bytes: address)
    // Taken away and given back.
    if let place = record.recipients.firstIndex(where: {
      $0.address == address && $0.status == .failed
    }) {
      record.recipients.remove(at: place)
      return
    }
    guard !isOfFilter(address), record.recipients.count < Self.mostRecipients else { return }
    record.recipients.append(
      MailRecipient(
        address: address, originalAddress: "", status: .queued, time: Timestamp(time)))
  }

  /// A recipient that a filter took away gets nothing.
  mutating func withdraw(_ address: [UInt8], _ words: [UInt8], _ time: Int64) {
    let address = ByteText(bytes: address)
    record.recipients.removeAll { $0.address == address }
    guard record.recipients.count < Self.mostRecipients else {
      record.expectedRecipients = .max
      return
    }
    record.recipients.append(
      MailRecipient(
        address: address, status: .failed, time: Timestamp(time),
        detail: ByteText(bytes: words.prefix(Self.longestDetail))))
  }

  func isOfFilter(_ address: ByteText) -> Bool {
    record.recipients.contains { $0.isAdded && $0.address == address }
  }
}

/// Mails of which Sendmail's lines say nothing because its LogLevel is too low.
extension PendingMail {
  /// Seconds in which Sendmail tries a mail, or says why not.
  private static let firstTry: Int64 = 3600

  /// Whether Sendmail has said nothing of the mail's recipients for longer than it waits.
  func isUntold(at time: Int64) -> Bool {
    record.source == .sendmail && record.recipients.isEmpty && record.expectedRecipients != 0
      && time - touched.epochSeconds > Self.firstTry
  }

  /// The log does not tell what becomes of the mail.
  mutating func leaveUntold() {
    record.recipients.append(
      MailRecipient(
        address: "", status: .taken, time: touched,
        detail: "the log shows no deliveries (LogLevel below 9)"))
  }
}
