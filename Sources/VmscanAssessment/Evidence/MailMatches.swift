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
  /// What is to be said beside the mails.
  var notes: [GradeFact] = []
  /// The most that the mails prove of this message.
  var limit: EmailGrade?
}

/// The outcome of matching one directory's messages with the mails of its number.
struct MailMatches: Sendable {
  /// A log that names no mailbox has shown mails of this one.
  let isShown: Bool
  private var byMessage: [Int: MailMatch] = [:]

  init(isShown: Bool = false) { self.isShown = isShown }

  func match(of index: Int) -> MailMatch? { byMessage[index] }

  mutating func set(_ match: MailMatch, of index: Int) { byMessage[index] = match }

  mutating func reject(_ mail: MailRecord, of index: Int) {
    byMessage[index] = MailMatch(rejected: mail)
  }

  /// Gives another place of the same recording what was found for the first.
  mutating func share(_ first: Int, with index: Int) {
    guard var match = byMessage[first] else { return }
    if index != first { match.notes.append(.sameRecording) }
    byMessage[index] = match
  }
}
