import VmscanModel

/// Words that several rules share.
enum Wording {
  /// How what could not be read becomes readable, the least rights first; without a full stop.
  static let lettingIn = """
    The administrator adds the user that scans to Asterisk's group, or runs the scan as the user \
    Asterisk runs as or as root
    """

  /// `1 message`, `3 messages`, `2 mailboxes`.
  static func count(_ number: Int, _ noun: String) -> String {
    guard number != 1 else { return "1 \(noun)" }
    return "\(number) \(noun)" + (noun.hasSuffix("x") ? "es" : "s")
  }

  /// The first three of a list and how many more there are.
  static func list(_ items: [String]) -> String { list(items, of: items.count) }

  /// The same when only the first of the list are at hand.
  static func list(_ items: [String], of count: Int) -> String {
    let shown = items.prefix(3)
    let rest = count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The text with one full stop at its end.
  static func sentence(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }

  static func addresses(_ recipients: [RecipientFacts]) -> String {
    list(recipients.map { "'\($0.address)'" })
  }

  /// `3 messages (1.2 MiB, 4 minutes of audio)`.
  static func totals(_ totals: MessageTotals) -> String {
    let length =
      totals.seconds < 60
      ? count(Int(totals.seconds), "second") : count(Int(clamping: totals.minutes), "minute")
    return "\(count(totals.messages, "message")) (\(totals.bytes), \(length) of audio)"
  }

  /// `msg0003`.
  static func message(_ number: Int32) -> String {
    let digits = String(number)
    return "msg" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
