import VmscanModel

extension EmailGrader {
  /// The grade that one mail alone gives the message it belongs to.
  func fate(of mail: CombinedMail, message: MessageRecord, duty: MailDuty) -> Judgement {
    var result = delivery(of: mail, sets: duty.addressSets(at: mail.record.accepted))
    if result.grade == .delivered, !duty.isOfAnother(mail.record),
      let missing = duty.addressMissing(in: mail)
    {
      result = Judgement(.handedOver, .addressNotInLog(missing))
    }
    result.mail = mail.record
    let seen = [
      GradeFact.matched(mail.record.messageID, mail.record.accepted, exact: mail.isExact),
      .seenIn(mail.record.source, mail.record.origin),
    ]
    result.facts = seen + mail.record.recipients.map { .recipient($0) } + result.facts
    guard result.grade.countsAsEmailed, let lack = audioLack(mail.record, message, duty) else {
      if let note = recoding(mail.record, message, duty) { result.facts.append(note) }
      return result
    }
    if case .attachChanging = lack { result.grade = .none } else { result.grade = .noticeOnly }
    result.facts.append(lack)
    return result
  }

  private func delivery(of mail: CombinedMail, sets: [[ByteText]]) -> Judgement {
    let record = mail.record
    if record.recipients.contains(where: { $0.status == .failed }) { return Judgement(.failed) }
    if let status = record.exitStatus, status != 0,
      !record.recipients.contains(where: { $0.status == .sent })
    {
      return Judgement(.failed, .exitStatus(status))
    }
    let kept = Self.kept(record.recipients)
    if kept.contains(where: { $0.status == .discarded }) { return Judgement(.failed, .thrownAway) }
    if record.recipients.contains(where: { !$0.status.isFinal })
      || record.recipients.allSatisfy(\.isAdded)
    {
      return hasOutlived(record) ? Judgement(.failed, .outlived) : Judgement(.handedOver, .noFate)
    }
    if isUnderWay(record) { return Judgement(.handedOver, .noFate) }
    if record.recipients.contains(where: { $0.status == .taken }) {
      return Judgement(.handedOver, .taken)
    }
    if !record.isSettled {
      let expected = Int(record.expectedRecipients ?? 0)
      if record.recipients.count < expected {
        return !record.leftQueue && hasOutlived(record)
          ? Judgement(.failed, .outlived)
          : Judgement(
            .handedOver, .missingRecipients(expected: expected, seen: record.recipients.count))
      }
      if record.expectedRecipients == nil,
        let missing = Self.missing(from: mail, ofEach: sets)
      {
        return Judgement(.handedOver, .addressNotInLog(missing))
      }
    }
    // Whose lines hold no answer of the next server cannot show that it threw the mail away.
    if record.source == .chasquid || record.source == .dma {
      return Judgement(.handedOver, .answerNotLogged)
    }
    return Judgement(.delivered)
  }

  /// Exim names the targets of an alias one after the other, and says when there are no more.
  private func isUnderWay(_ mail: MailRecord) -> Bool {
    mail.source == .exim && !mail.leftQueue && !hasOutlived(mail)
      && mail.recipients.contains { $0.originalAddress != nil }
  }

  /// An address that the mail did not go to, where it went to no set of addresses as a whole.
  private static func missing(from mail: CombinedMail, ofEach sets: [[ByteText]]) -> ByteText? {
    let missing = sets.filter { !$0.isEmpty }.map { $0.first { !mail.names($0) } }
    return missing.contains(nil) ? nil : missing.first ?? nil
  }

  /// The recipients without those targets of an alias that throw away what another target keeps.
  private static func kept(_ recipients: [MailRecipient]) -> [MailRecipient] {
    guard recipients.contains(where: { $0.status == .discarded }) else { return recipients }
    return recipients.filter { recipient in
      guard recipient.status == .discarded, !recipient.hasNoTarget else { return true }
      let alias = recipient.originalAddress ?? recipient.address
      return !recipients.contains {
        $0.status != .discarded && ($0.originalAddress ?? $0.address) == alias
      }
    }
  }

  /// Whether a mail without a final word has been in a queue for longer than a server keeps one: as a
  /// log that goes on shows, or the clock where the mail was seen waiting.
  ///
  /// The mail command alone knows of no queue.
  private func hasOutlived(_ mail: MailRecord) -> Bool {
    guard mail.source != .mailer else { return false }
    // A last try may end a little after the life.
    let end = mail.accepted.epochSeconds &+ queueLife &+ Self.lastTry
    guard end < now.epochSeconds else { return false }
    let deferred = mail.recipients.lazy.filter { $0.status == .deferred }.map(\.time).max()
    if let deferred { return !hasHole(in: mail.origin, from: deferred, to: Timestamp(end)) }
    return coverage.contains {
      $0.from.epochSeconds <= mail.accepted.epochSeconds && $0.to.epochSeconds > end
    }
  }

  /// Whether lines of a log are missing in a time, and with them perhaps the last word about a mail; a
  /// log that just ends has no hole.
  private func hasHole(in log: ByteText, from: Timestamp, to: Timestamp) -> Bool {
    zip(coverage, coverage.dropFirst()).contains { before, next in
      before.log == log && next.log == log && before.naming == next.naming
        && before.to < to && next.from > from
    }
  }

  /// Why the mail cannot have carried the recording; `nil` when it can.
  private func audioLack(
    _ mail: MailRecord, _ message: MessageRecord, _ duty: MailDuty
  ) -> GradeFact? {
    // The mail command saw the mail itself.
    if let hasAudio = mail.hasAudio { return hasAudio ? nil : .noAudio }
    let bound = AudioBound(message, format: duty.attachFormat)
    if let size = mail.size, bound.leastMailSize > 0 {
      if size < bound.leastMailSize {
        let fits = mailIsRecoded && size >= bound.leastRecodedSize
        if !fits { return .tooSmall(size: size, needed: bound.leastMailSize) }
      } else if size >= AudioBound.largestNotice, bound.leastMailSize >= AudioBound.largestNotice {
        return nil
      }
    }
    switch duty.attached(at: mail.accepted) {
    case .on: return nil
    case .off: return .attachOff
    case .changing: return .attachChanging
    case nil: break
    }
    if let obstacle = duty.audioObstacle { return obstacle }
    if let since = duty.audioSince, mail.accepted < since { return .audioLater }
    return nil
  }

  /// What is to be said of a mail that is smaller than the recording.
  private func recoding(
    _ mail: MailRecord, _ message: MessageRecord, _ duty: MailDuty
  ) -> GradeFact? {
    guard mail.hasAudio == nil, let size = mail.size else { return nil }
    let needed = AudioBound(message, format: duty.attachFormat).leastMailSize
    return size < needed ? .mayBeRecoded(size: size, needed: needed) : nil
  }
}

extension MailRecipient {
  /// Exim writes such a word for an address that it made nothing else of: what another line has the
  /// same address for is a copy, made by a router with `unseen`.
  fileprivate var hasNoTarget: Bool { address == ":blackhole" || address == "discarded" }
}
