/// What a fault may quote of a file that can hold secrets.
///
/// A forgotten quote, colon or blank makes a secret part of the word beside it, and cron mails what
/// is printed. So nothing is quoted but short words that cannot have swallowed another.
enum PlainWord {
  private static let limit = 64

  /// A key that is spelled as keys are.
  static func letters(_ text: String?) -> String? {
    guard let text, text.utf8.count <= limit else { return nil }
    return !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic }
      ? text : nil
  }

  /// The word in quotes when it is spelled as a mailbox, a domain or an address is.
  static func quoted(_ text: String?, else other: String) -> String {
    guard let text, !text.isEmpty, text.utf8.count <= limit else { return other }
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "@._-+*".unicodeScalars.contains($0)
    }
    return isPlain ? "'\(text)'" : other
  }
}
