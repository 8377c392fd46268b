/// What Exim's transports without a host do with a mail, as far as their names show.
///
/// The log names neither their file nor their command, and an administrator may call them anything.
enum EximTransport {
  /// Transports that put a mail into a mailbox, or fail: of Exim's documentation, Debian, cPanel,
  /// DirectAdmin, Hestia, VExim, Dovecot's and Cyrus's documentation, and plain names for such.
  private static let stores: [StaticString] = [
    "local_delivery", "address_file", "address_directory", "mail_spool", "maildir_home",
    "virtual_userdelivery", "virtual_localdelivery", "virtual_delivery", "dovecot",
    "dovecot_delivery", "dovecot_virtual_delivery", "dovecot_delivery_no_batch",
    "dovecot_virtual_delivery_no_batch", "dovecot_deliver", "dovecot_lda", "dovecot_lmtp",
    "dovecot_lmtp_udp", "lmtp", "lmtp_delivery", "local_lmtp", "cyrus", "cyrus_delivery",
    "cyrus_lmtp", "maildir", "maildir_delivery", "home_maildir", "local_maildir", "user_maildir",
    "virtual_maildir", "mailbox", "local_mailbox", "virtual_mailbox", "local_file",
  ]
  /// Parts of names by which a transport throws mails away.
  private static let wastes: [StaticString] = [
    "devnull", "discard", "blackhole", "bitbucket", "trash", "**bypassed**",
  ]
  /// The same, where the word stands by itself: `drop` is a part of `maildrop`, too.
  private static let wasteWords: [StaticString] = ["null", "nulls", "drop", "sink", "sinkhole"]

  /// What a delivery without a host means; `detail` is what stands behind the addresses.
  static func fate(_ bytes: Span<UInt8>, _ detail: Range<Int>) -> MailLogOutcome {
    guard
      let field = LogBytes.find(" T=", in: bytes, from: detail.lowerBound, to: detail.upperBound)
    else { return .taken }
    let start = field + 3
    let end =
      LogBytes.index(of: 0x20, in: bytes, from: start, to: detail.upperBound) ?? detail.upperBound
    let isStore = stores.contains {
      $0.utf8CodeUnitCount == end - start && LogBytes.has($0, in: bytes, at: start, to: end)
    }
    if isStore { return .sent }
    let isWaste =
      wastes.contains { LogBytes.find($0, in: bytes, from: start, to: end) != nil }
      || wasteWords.contains { hasWord($0, bytes, start, end) }
    return isWaste ? .discarded : .taken
  }

  private static func hasWord(
    _ word: StaticString, _ bytes: Span<UInt8>, _ from: Int, _ to: Int
  ) -> Bool {
    var position = from
    while let found = LogBytes.find(word, in: bytes, from: position, to: to) {
      let end = found + word.utf8CodeUnitCount
      if found == from || !isLetter(bytes[found - 1]), end == to || !isLetter(bytes[end]) {
        return true
      }
      position = found + 1
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
