import VmscanModel

/// A grade with the facts that led to it, before they are put into words.
struct Judgement: Sendable {
  var grade: EmailGrade
  var facts: [GradeFact] = []
  var mail: MailRecord?

  init(_ grade: EmailGrade, _ facts: GradeFact...) {
    self.grade = grade
    self.facts = facts
  }
}

extension EmailGrader {
  /// Judges a message by the mails found for it; `isShown` is what logs whose mails name no mailbox
  /// have shown.
  func judgement(
    of message: MessageRecord, duty: MailDuty, match: MailMatch?, isShown: ShownByRecipients
  ) -> Judgement {
    guard let match, !match.mails.isEmpty else {
      var result = unmatched(message, duty, rejection: match?.rejection, isShown: isShown)
      if let match { result.facts += match.notes }
      return result
    }
    var weakest: Judgement?
    for mail in match.mails {
      let judged = fate(of: mail, message: message, duty: duty)
      if weakest.map({ judged.grade.strength < $0.grade.strength }) ?? true { weakest = judged }
    }
    var result = weakest ?? unmatched(message, duty, rejection: nil, isShown: isShown)
    result.facts += match.notes
    if let limit = match.limit { result.grade = EmailGrade.weaker(result.grade, limit) }
    guard let doubt = match.doubt else { return result }
    result.facts.append(doubt)
    if !match.isAssured {
      // Where people are shared the log does show a mail, if of nobody knows whom.
      let isShared = doubt == .sharedAddresses || doubt == .sharedNumber
      let isMissed = !isShared && isCovered(message, isShown: isShown) != nil
      let without = isMissed ? EmailGrade.absent : .none
      result.grade = EmailGrade.weaker(result.grade, without)
    }
    return result
  }

  /// The common judgement, made once: a list of facts for each of a million messages costs.
  private static let due = Judgement(.inferred, .notCovered, .due)

  /// Whether nothing stands in the way of `inferred`: the common case of a message without a mail,
  /// found without the facts that explain it.
  func isPlainlyDue(_ message: MessageRecord, _ duty: MailDuty) -> Bool {
    guard coverage.isEmpty, duty.obstructed == nil, duty.audioObstacle == nil,
      Self.isPlain(message.marks),
      !message.problems.contains(.envelopeWithoutAudio), message.folder != .urgent,
      let origtime = message.origtime, MailWindow.isPlausible(origtime.epochSeconds)
    else { return false }
    // The mail goes out after the recording began, so its time need not be asked.
    return origtime <= now && duty.addressSince.map { origtime >= $0 } ?? true
      && duty.audioSince.map { origtime >= $0 } ?? true
  }

  /// An envelope, with or without audio, and nothing else; asked of a million messages, so the raw
  /// values are compared instead of sets.
  private static func isPlain(_ marks: MessageMarks) -> Bool {
    let audio = MessageMarks.hasAudio.rawValue | MessageMarks.audioOnDisk.rawValue
    return marks.rawValue & ~audio == MessageMarks.hasEnvelope.rawValue
  }

  /// The grade of a message for which no mail was found.
  private func unmatched(
    _ message: MessageRecord, _ duty: MailDuty, rejection: GradeFact?, isShown: ShownByRecipients
  ) -> Judgement {
    if let obstructed = duty.obstructed { return obstructed }
    if let exception = exception(message, duty) { return Judgement(.none, exception) }
    guard let window = MailWindow(message), let origtime = message.origtime else {
      return Judgement(.none, .timeUnknown)
    }
    guard origtime <= now else { return Judgement(.none, .timeAhead) }
    if let since = duty.addressSince, min(origtime, window.to) < since {
      return Judgement(.none, .addressLater)
    }
    if let rejection { return Judgement(.none, rejection) }
    if let stretch = isCovered(from: window.from, to: window.to, isShown: isShown) {
      return Judgement(.absent, .covered(stretch))
    }
    if let obstacle = duty.audioObstacle { return Judgement(.noticeOnly, obstacle) }
    if let since = duty.audioSince, min(origtime, window.to) < since {
      return Judgement(.noticeOnly, .audioLater)
    }
    return Self.due
  }

  /// Messages that come into a mailbox without a mail.
  private func exception(_ message: MessageRecord, _ duty: MailDuty) -> GradeFact? {
    if message.marks.contains(.externalRecording),
      // Notification always works on INBOX, wherever the recording was stored.
      !duty.mailsExternalRecordings || message.folder != .inbox
    {
      return .externalRecording
    }
    if message.marks.contains(.copy) { return .copy }
    if message.problems.contains(.envelopeWithoutAudio) { return .recordingMissing }
    if message.marks.contains(.urgent) || message.folder == .urgent, !duty.mailsUrgent {
      return .urgentOnOldRelease
    }
    return message.marks.contains(.hasEnvelope) ? nil : .timeUnknown
  }

  private func isCovered(_ message: MessageRecord, isShown: ShownByRecipients) -> LogCoverage? {
    MailWindow(message).flatMap { isCovered(from: $0.from, to: $0.to, isShown: isShown) }
  }
}
