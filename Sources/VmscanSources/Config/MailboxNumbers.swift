import VmscanFormats
import VmscanModel

/// The number options of a mailbox with their limits.
enum MailboxNumbers {
  static let messageLimit = 9999
  static let messageDefault = 100

  /// `maxmsg`: text without digits is 0, which means greetings only; negative is 100.
  static func maxMessages(_ value: [UInt8]) -> Int {
    clamped(AsteriskWords.atoi(value))
  }

  /// `backupdeleted`: a leading number, else 100 for a true word and 0 for any other.
  static func backupDeleted(_ value: [UInt8]) -> Int {
    if let number = AsteriskWords.scanned(value) { return clamped(number) }
    return AsteriskWords.isTrue(value) ? messageDefault : 0
  }

  private static func clamped(_ number: Int) -> Int {
    number < 0 ? messageDefault : min(number, messageLimit)
  }
}
