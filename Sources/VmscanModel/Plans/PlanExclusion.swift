/// Messages that match and are kept.
package struct PlanExclusion: Sendable, Hashable, Codable {
  package var mailbox: MailboxID
  package var folder: Folder?
  /// NNNN, when it is one message.
  package var number: Int32?
  /// Messages that would have gone.
  package var messages: Int
  package var reason: Sentence

  package init(
    mailbox: MailboxID, folder: Folder? = nil, number: Int32? = nil, messages: Int = 1,
    reason: Sentence
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.number = number
    self.messages = messages
    self.reason = reason
  }
}

extension PlanExclusion: CustomStringConvertible {
  package var description: String {
    let place = ["\(mailbox)", folder?.name, number.map(MessageNumber.stem)]
      .compactMap { $0 }.joined(separator: "/")
    // A row for many messages says how many, for the heading has the sum of all rows alone.
    return number == nil
      ? "\(place) left alone: \(messages) message\(messages == 1 ? "" : "s"); \(reason.unmasked)"
      : "\(place): \(reason.unmasked)"
  }
}
