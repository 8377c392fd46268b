import VmscanModel

/// What was found for one message.
struct MailMatch: Sendable {
  /// The mails that may be its own; more than one means doubt.
  var mails: [CombinedMail] = []
  /// A mail that fits the time but went to other people.
  var rejected: MailRecord?
  var doubt: GradeFact?
  /// Whichever of `mails` is its own, it has one.
  var isAssured = true
}

/// The outcome of matching one directory's messages with the mails of its number.
struct MailMatches: Sendable {
  private var byMessage: [Int: MailMatch] = [:]

  func match(of index: Int) -> MailMatch? { byMessage[index] }

  mutating func set(_ match: MailMatch, of index: Int) { byMessage[index] = match }

  mutating func reject(_ mail: MailRecord, of index: Int) {
    byMessage[index] = MailMatch(rejected: mail)
  }
}
