import VmscanModel

/// Matches the messages of one directory with mails, one to one.
///
/// First pairs that fit each other exactly (number and the envelope's own time) and nothing else
/// exactly; what is left falls into groups in which everything may belong to everything.
///
/// Numbers only fall while a message stays: a message may lie under the number that another one, which
/// is gone, had when its mail went out. Its own mail then has a higher number.
struct MailMatcher {
  /// More mails than this in one message's window prove nothing.
  static let mostCandidates = 64

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

  /// Mails of the mailboxes that copies were first left for.
  let originals: [CombinedMail]
  /// Mails that name no mailbox and went to some of its addresses only.
  let partial: [CombinedMail]
  /// Mails to mailboxes of this number on other PBXs.
  let foreign: [CombinedMail]
  /// When the messages of the directory were left.
  let arrivals: RivalMessages
  /// A log that names no mailbox has shown mails of this one.
  private let isShown: Bool

  init(grader: EmailGrader, directory: SpoolMailbox, duty: MailDuty, mails: [MailRecord]) {
    self.grader = grader
    self.directory = directory
    self.duty = duty
    arrivals = RivalMessages([directory])
    let known = mails.filter { !grader.hosts.isForeign($0) }
    foreign =
      known.count == mails.count
      ? []
      : CombinedMail.combine(
        mails.filter { $0.mailbox == duty.mailbox && grader.hosts.isForeign($0) })
    let own = CombinedMail.combine(known.filter { $0.mailbox == duty.mailbox })
    var unaddressed: [CombinedMail] = []
    var partial: [CombinedMail] = []
    for mail in CombinedMail.combine(known.filter(\.mailbox.isEmpty)) {
      let sets = duty.addressSets(at: mail.record.accepted)
      if sets.contains(where: { mail.wentTo(just: $0) }) {
        unaddressed.append(mail)
      } else if sets.contains(where: { mail.wentTo(someOf: $0) }) {
        partial.append(mail)
      }
    }
    self.partial = partial
    originals = CombinedMail.combine(
      known.filter { duty.isOfAnother($0) })
    isShown = !unaddressed.isEmpty
    self.mails =
      unaddressed.isEmpty
      ? own : (own + unaddressed).sorted { $0.record.accepted < $1.record.accepted }
  }

  func matches() -> MailMatches {
    var result = MailMatches(isShown: isShown)
    if !mails.isEmpty {
      let copies = SameRecordings(in: directory)
      let claimed = claimed(copies)
      let settled = bindClaimed(claimed, &result)
      let shared = shared()
      let plain = plainMails()
      var pairs: [Pair] = []
      for index in directory.messages.indices where isMailed(directory.messages[index]) {
        let place = copies.first(of: index)
        guard !settled.contains(place), let window = MailWindow(directory.messages[index]) else {
          continue
        }
        collect(index, place, window, claimed, plain, into: &pairs, &result)
      }
      for place in pairs.indices where shared.contains(pairs[place].mail) {
        pairs[place].isExact = false
      }
      bindExact(&pairs, &result)
      for group in groups(of: pairs, mails: mails.count) { settle(group, shared: shared, &result) }
      for index in directory.messages.indices {
        let first = copies.first(of: index)
        if copies.isShared(index) { result.share(first, with: index) }
      }
    }
    if !originals.isEmpty { matchOriginals(&result) }
    explainUnmatched(&result)
    return result
  }

  /// Kinds of messages that can have a mail of their own.
  func isMailed(_ message: MessageRecord) -> Bool {
    let isUrgent = message.marks.contains(.urgent) || message.folder == .urgent
    guard duty.mailsUrgent || !isUrgent else { return false }
    guard message.marks.contains(.externalRecording) else { return true }
    return duty.mailsExternalRecordings && message.folder == .inbox
  }

  /// Finds the mails that may be a message's, or rather the recording's, which `place` stands for.
  private func collect(
    _ index: Int, _ place: Int, _ window: MailWindow, _ claimed: [Int: Set<Int>],
    _ plain: Set<Int>, into pairs: inout [Pair], _ result: inout MailMatches
  ) {
    var found: [Pair] = []
    let free = { (mail: Int) in claimed[mail].map { $0.contains(place) } ?? true }
    for candidate in fitting(window, directory.messages[index], plain, free) {
      let mail = mails[candidate].record
      guard mail.mailbox.isEmpty || isForPeople(of: directory.messages[index], window, candidate)
      else {
        if result.match(of: place) == nil {
          result.reject(.otherRecipients(mail.messageID), of: place)
        }
        continue
      }
      let isExact =
        window.isTight && mail.messageNumber == directory.messages[index].number
        && !mail.mailbox.isEmpty && mail.uncertainty == nil && !window.isLate(mail)
        && duty.surroundings.namesakes?.fitting(mail.accepted, except: directory.id).isEmpty ?? true
      found.append(
        Pair(message: place, mail: candidate, isExact: isExact, deadline: window.to))
      if found.count > Self.mostCandidates {
        let mails = [self.mails[candidate]]
        result.set(MailMatch(mails: mails, doubt: .tooManyMails, isAssured: false), of: place)
        return
      }
    }
    // A mail that names the mailbox is the same as, or better than, one known by addresses alone.
    let named = found.filter { !mails[$0.mail].record.mailbox.isEmpty }
    for pair in named.isEmpty ? found : named {
      // Another place of the same recording may have found it.
      if place != index,
        let known = pairs.firstIndex(where: {
          $0.message == pair.message && $0.mail == pair.mail
        })
      {
        pairs[known].isExact = pairs[known].isExact || pair.isExact
      } else {
        pairs.append(pair)
      }
    }
  }

  /// Whether a mail went to the people of a message.
  ///
  /// A copy that was moved may have come with its directory, from another number: whoever had this
  /// one then is somebody else.
  private func isForPeople(of message: MessageRecord, _ window: MailWindow, _ mail: Int) -> Bool {
    message.marks.contains(.copy) && !window.isTight
      ? duty.isForPresentPeople(mails[mail]) : duty.isForOurPeople(mails[mail])
  }

  /// The mails that may be those of a message, by time and their own numbers.
  private func fitting(
    _ window: MailWindow, _ message: MessageRecord, _ plain: Set<Int>, _ isFree: (Int) -> Bool
  ) -> [Int] {
    let number = message.number
    let all = candidates(from: window.from, to: window.latest).filter(isFree)
    let prompt = all.filter { !window.isLate(mails[$0].record) }
    guard window.isTight else { return prompt + lateMails(all, behind: prompt, window) }
    let own = prompt.filter { isUnnamed($0) || mails[$0].record.messageNumber >= number }
    let late = all.filter {
      window.isLate(mails[$0].record) && !isUnnamed($0)
        && mails[$0].record.messageNumber >= number
    }
    // Under a number that was another's, a message's own mail is the higher one, and may be late.
    guard own.isEmpty else {
      return own + late.filter { mails[$0].record.messageNumber > number }
    }
    // A mail of a message that came later has a higher number: it is this one's, sent slowly.
    let slow = late.filter { !plain.contains($0) }
    if slow.count == 1, mails[slow[0]].record.messageNumber == number { return slow }
    // Put back on top of the others, a message has a higher number than when it came.
    return late.isEmpty && prompt.count == 1 && hasAllBelow(message) ? prompt : []
  }

  /// Whether nothing is missing under a message's number, as after a program that does not renumber.
  private func hasAllBelow(_ message: MessageRecord) -> Bool {
    var below: Int32 = 0
    for other in directory.messages
    where other.folder == message.folder && other.number < message.number { below += 1 }
    return below == message.number
  }

  private func isUnnamed(_ mail: Int) -> Bool { mails[mail].record.mailbox.isEmpty }

  /// Indices of the mails that may have been accepted in a time.
  func candidates(from: Timestamp, to: Timestamp) -> some Sequence<Int> {
    mails.places(acceptedFrom: from, to: to)
  }

  /// Binds what fits exactly, from the highest number down: a mail that has found its message stands in
  /// the way of no other.
  private func bindExact(_ pairs: inout [Pair], _ result: inout MailMatches) {
    var ofMessage: [Int: Int] = [:]
    var ofMail: [Int: Int] = [:]
    var highest: [Int: [Int]] = [:]
    for pair in pairs {
      if pair.isExact {
        ofMessage[pair.message, default: 0] += 1
        ofMail[pair.mail, default: 0] += 1
      } else if !isUnnamed(pair.mail) {
        highest[pair.message, default: []].append(pair.mail)
      }
    }
    var boundMessages: Set<Int> = []
    var boundMails: Set<Int> = []
    let exact = pairs.filter { $0.isExact && ofMessage[$0.message] == 1 && ofMail[$0.mail] == 1 }
      .sorted { mails[$0.mail].record.messageNumber > mails[$1.mail].record.messageNumber }
    for pair in exact {
      let number = mails[pair.mail].record.messageNumber
      let isRivalled = (highest[pair.message] ?? []).contains {
        mails[$0].record.messageNumber > number && !boundMails.contains($0)
      }
      guard !isRivalled else { continue }
      var mail = mails[pair.mail]
      mail.isExact = true
      result.set(MailMatch(mails: [mail]), of: pair.message)
      boundMessages.insert(pair.message)
      boundMails.insert(pair.mail)
    }
    pairs.removeAll { boundMessages.contains($0.message) || boundMails.contains($0.mail) }
  }
}
