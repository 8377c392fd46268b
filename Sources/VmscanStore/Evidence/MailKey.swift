import VmscanModel

/// What makes two sightings one mail: the Message-ID as one log's host told it.
struct MailKey: Hashable {
  let messageID: ByteText
  let source: MailRecord.Source
  let logHost: ByteText

  init(_ mail: MailRecord) {
    (messageID, source, logHost) = (mail.messageID, mail.source, mail.logHost)
  }

  /// Equal for equal keys, and hardly ever otherwise; differs from run to run, so that nobody can
  /// write a log whose mails all fall together.
  static func digest(of mail: MailRecord) -> Int {
    var hasher = Hasher()
    mail.messageID.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(mail.source.code)
    mail.logHost.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// By acceptance.
  static func ordered(_ mails: [MailRecord]) -> [MailRecord] {
    mails.sorted { ($0.accepted, $0.messageID) < ($1.accepted, $1.messageID) }
  }
}
