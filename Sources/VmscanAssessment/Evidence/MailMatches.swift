import VmscanModel

/// What was found for one message.
struct MailMatch: Sendable {
  /// The mails that may be its own; more than one means doubt.
  var mails: [CombinedMail] = []
  /// Why a mail that nearly fits is not the message's for certain, without saying that it had none.
  var rejection: GradeFact?
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

  /// The mails that any message has or may have.
  var mailIDs: Set<ByteText> {
    Set(byMessage.values.lazy.flatMap(\.mails).map(\.record.messageID))
  }

  func match(of index: Int) -> MailMatch? { byMessage[index] }

  mutating func set(_ match: MailMatch, of index: Int) { byMessage[index] = match }

  mutating func reject(_ reason: GradeFact, of index: Int) {
    byMessage[index] = MailMatch(rejection: reason)
  }

  /// Gives another place of the same recording what was found for the first.
  mutating func share(_ first: Int, with index: Int) {
    guard var match = byMessage[first] else { return }
    if index != first { match.notes.append(.sameRecording) }
    byMessage[index] = match
  }
}
