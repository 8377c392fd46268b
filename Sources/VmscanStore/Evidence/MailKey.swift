import VmscanModel

/// What makes two sightings one mail in one queue: Message-ID and queue id as one log's host has them.
///
/// A mail that a filter puts back under another id is kept once for each.
struct MailKey: Hashable {
  let messageID: ByteText
  let source: MailRecord.Source
  let logHost: ByteText
  let queueID: ByteText

  init(_ mail: MailRecord) {
    (messageID, source) = (mail.messageID, mail.source)
    (logHost, queueID) = (mail.logHost, mail.queueID)
  }

  /// The mailbox number a mail is filed under: its own, or for a mail that names none the first of
  /// its addresses, which no number can be taken for.
  static func number(of mail: MailRecord) -> ByteText {
    guard mail.mailbox.isEmpty else { return mail.mailbox }
    let first = mail.recipients.lazy.map { ($0.originalAddress ?? $0.address).lowercased }.min()
    return number(ofAddress: first ?? "")
  }

  static func number(ofAddress address: ByteText) -> ByteText {
    ByteText(bytes: addressMark + address.bytes)
  }

  /// The address behind such a number; `nil` for a mailbox.
  static func address(in number: ByteText) -> ByteText? {
    guard number.bytes.starts(with: addressMark) else { return nil }
    return ByteText(bytes: number.bytes[addressMark.count...])
  }

  private static let addressMark: [UInt8] = [0, 0x74, 0x6F, 0x3A]

  /// Equal for equal keys, and hardly ever otherwise.
  ///
  /// Differs from run to run, so that nobody can write a log whose mails all fall together. Both ids
  /// are enough: the same ones in the queues of two hosts are rare.
  static func digest(of mail: MailRecord) -> UInt64 {
    mail.queueID.digest(behind: mail.messageID.digest())
  }

  /// By acceptance.
  static func ordered(_ mails: [MailRecord]) -> [MailRecord] {
    mails.sorted { ($0.accepted, $0.messageID) < ($1.accepted, $1.messageID) }
  }
}
