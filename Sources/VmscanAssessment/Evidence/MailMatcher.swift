import VmscanModel

/// Matches the messages of one directory with mails, one to one.
///
/// First pairs that fit each other exactly (number and the envelope's own time) and nothing else
/// exactly; what is left falls into groups in which everything may belong to everything.
struct MailMatcher {
  /// More mails than this in one message's window tell nothing.
  private static let mostCandidates = 64

  let grader: EmailGrader
  let directory: SpoolMailbox
  let duty: MailDuty
  let mails: [CombinedMail]

  struct Pair {
    var message: Int
    var mail: Int
    var isExact: Bool
    var deadline: Timestamp
  }

  init(grader: EmailGrader, directory: SpoolMailbox, duty: MailDuty, mails: [MailRecord]) {
    self.grader = grader
    self.directory = directory
    self.duty = duty
    let own = mails.filter { mail in
      mail.mailbox == duty.mailbox && grader.pbxHost.map { $0 == mail.host } ?? true
    }
    let unaddressed = grader.unaddressedMails.filter { mail in
      !mail.recipients.isEmpty
        && mail.recipients.allSatisfy { recipient in
          duty.addresses.contains(recipient.address.lowercased)
        }
    }
    self.mails = CombinedMail.combine(own + unaddressed)
  }

  func matches() -> MailMatches {
    var result = MailMatches()
    guard !mails.isEmpty else { return result }
    var pairs: [Pair] = []
    for index in directory.messages.indices where isMailed(directory.messages[index]) {
      guard let window = MailWindow(directory.messages[index]) else { continue }
      collect(index, window, into: &pairs, &result)
    }
    bindExact(&pairs, &result)
    for group in groups(of: pairs) { settle(group, &result) }
    return result
  }

  /// Kinds of messages that can have a mail of their own.
  private func isMailed(_ message: MessageRecord) -> Bool {
    guard message.marks.contains(.externalRecording) else { return true }
    return duty.mailsExternalRecordings && message.folder == .inbox
  }

  private func collect(
    _ index: Int, _ window: MailWindow, into pairs: inout [Pair], _ result: inout MailMatches
  ) {
    var found: [Pair] = []
    for place in candidates(window) {
      let mail = mails[place].record
      guard mail.mailbox.isEmpty || mail.messageNumber >= window.lowestNumber else { continue }
      guard isForOurPeople(mail) else {
        result.reject(mail, of: index)
        continue
      }
      let isExact =
        window.isTight && mail.messageNumber == directory.messages[index].number
        && !mail.mailbox.isEmpty && mail.uncertainty == nil
      found.append(Pair(message: index, mail: place, isExact: isExact, deadline: window.to))
      if found.count > Self.mostCandidates {
        let mails = [self.mails[place]]
        result.set(MailMatch(mails: mails, doubt: .tooManyMails, isAssured: false), of: index)
        return
      }
    }
    // A mail that names the mailbox is the same as, or better than, one known by addresses alone.
    let named = found.filter { !mails[$0.mail].record.mailbox.isEmpty }
    pairs += named.isEmpty ? found : named
  }

  /// Indices of the mails that may have been accepted within the window.
  private func candidates(_ window: MailWindow) -> some Sequence<Int> {
    let slack: Int64 = 3600
    var low = 0
    var high = mails.count
    while low < high {
      let middle = (low + high) / 2
      if mails[middle].record.accepted.epochSeconds < window.from.epochSeconds - slack {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return mails.indices[low...].lazy
      .prefix { mails[$0].record.accepted.epochSeconds <= window.to.epochSeconds + slack }
      .filter { place in
        let mail = mails[place].record
        let doubt = Int64(max(0, min(mail.uncertainty ?? 0, Int32(slack))))
        let time = mail.accepted.epochSeconds
        return [-doubt, 0, doubt].contains { shift in
          time + shift >= window.from.epochSeconds && time + shift <= window.to.epochSeconds
        }
      }
  }

  /// One number may exist in several contexts; the addresses tell whose mail it is.
  private func isForOurPeople(_ mail: MailRecord) -> Bool {
    guard !mail.recipients.isEmpty else { return duty.isConfigured }
    return duty.addresses.contains { mail.names($0) }
  }

  private func bindExact(_ pairs: inout [Pair], _ result: inout MailMatches) {
    var ofMessage: [Int: Int] = [:]
    var ofMail: [Int: Int] = [:]
    for pair in pairs where pair.isExact {
      ofMessage[pair.message, default: 0] += 1
      ofMail[pair.mail, default: 0] += 1
    }
    var boundMessages: Set<Int> = []
    var boundMails: Set<Int> = []
    for pair in pairs where pair.isExact && ofMessage[pair.message] == 1 && ofMail[pair.mail] == 1 {
      var mail = mails[pair.mail]
      mail.isExact = true
      result.set(MailMatch(mails: [mail]), of: pair.message)
      boundMessages.insert(pair.message)
      boundMails.insert(pair.mail)
    }
    pairs.removeAll { boundMessages.contains($0.message) || boundMails.contains($0.mail) }
  }
}
