import VmscanModel

/// Mails that came after the time in which a mail program hands one in.
///
/// The review menu and a slow mail command together take longer than either, and of a message that was
/// moved nobody knows when its mail command was called.
extension MailMatcher {
  /// The late mails that may be those of a message that was moved, beside its prompt ones.
  ///
  /// Those that came promptly for another message are not among them. Without a prompt mail they are
  /// enough only where the site's own mail command may take long.
  func lateMails(_ all: [Int], behind prompt: [Int], _ window: MailWindow) -> [Int] {
    guard !prompt.isEmpty || grader.mailIsRecoded else { return [] }
    return all.filter { window.isLate(mails[$0].record) && !isPromptElsewhere($0) }
  }

  /// The mails that came promptly for a message of their number: no other's late ones.
  func plainMails() -> Set<Int> {
    var plain: Set<Int> = []
    for message in directory.messages where isMailed(message) {
      guard let window = MailWindow(message), window.isTight else { continue }
      for mail in candidates(from: window.from, to: window.to)
      where mails[mail].record.messageNumber == message.number { plain.insert(mail) }
    }
    return plain
  }

  func isPromptElsewhere(_ mail: Int) -> Bool { arrivals.contain(mails[mail].record.accepted) }

  /// Whether the mail could not be found by its time once the message is moved, by its number once an
  /// older message is deleted, or by its people once these change.
  func isFragile(_ message: MessageRecord, _ mail: MailRecord) -> Bool {
    guard !message.marks.contains(.copy), let own = MailWindow(message),
      let moved = MailWindow(original: message)
    else { return true }
    return own.isLate(mail) || moved.isLate(mail)
  }

  /// A late mail of nobody else may be the message's own: that there was none is not certain.
  func rejectLate(_ result: inout MailMatches) {
    var taken: Set<ByteText>?
    for index in directory.messages.indices where result.match(of: index) == nil {
      let message = directory.messages[index]
      guard isMailed(message), let window = MailWindow(message), !window.isTight else { continue }
      for place in candidates(from: window.from, to: window.latest)
      where window.isLate(mails[place].record) && duty.isForOurPeople(mails[place])
        && !isPromptElsewhere(place)
      {
        let known = taken ?? result.mailIDs.union(duty.surroundings.claims.lazy.map(\.messageID))
        taken = known
        let id = mails[place].record.messageID
        guard !known.contains(id) else { continue }
        result.reject(.cameLate(id), of: index)
        break
      }
    }
  }
}
