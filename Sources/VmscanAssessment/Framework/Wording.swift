import VmscanModel

/// Words that several rules share.
enum Wording {
  /// How what could not be read becomes readable, the least rights first; without a full stop.
  static let lettingIn: Sentence = """
    The administrator adds the user that scans to Asterisk's group, or runs the scan as the user \
    Asterisk runs as or as root
    """

  /// `'a@example.com', 'b@example.com' and 3 more`.
  static func addresses(_ recipients: [RecipientFacts]) -> Sentence {
    "\(recipients.prefix(Sentence.listLength).map { .address($0.address) }, of: recipients.count, quoted: true)"
  }

  /// `1001@default, 1002@default and 3 more`.
  static func mailboxes(_ ids: [MailboxID], of count: Int? = nil) -> Sentence {
    "\(ids.map { .mailbox($0) }, of: count)"
  }

  /// `msg0003`.
  static func message(_ number: Int32) -> String {
    let digits = String(number)
    return "msg" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
