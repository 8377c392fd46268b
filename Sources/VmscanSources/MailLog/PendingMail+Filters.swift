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
