import VmscanModel

extension EmailGrader {
  /// The grade that one mail alone gives the message it belongs to.
  func fate(of mail: CombinedMail, message: MessageRecord, duty: MailDuty) -> Judgement {
    var result = delivery(of: mail.record, addresses: duty.addresses)
    result.mail = mail.record
    let seen = [
      GradeFact.matched(mail.record.messageID, mail.record.accepted, exact: mail.isExact),
      .seenIn(mail.record.source, mail.record.origin),
    ]
    result.facts = seen + mail.record.recipients.map { .recipient($0) } + result.facts
    guard result.grade.countsAsEmailed, let lack = audioLack(mail.record, message, duty) else {
      return result
    }
    result.grade = .noticeOnly
    result.facts.append(lack)
    return result
  }

  private func delivery(of mail: MailRecord, addresses: [ByteText]) -> Judgement {
    if mail.recipients.contains(where: { $0.status == .failed }) { return Judgement(.failed) }
    if let status = mail.exitStatus, status != 0,
      !mail.recipients.contains(where: { $0.status == .sent })
    {
      return Judgement(.failed, .exitStatus(status))
    }
    let oldest = Timestamp(now.epochSeconds &- Self.queueLife)
    if mail.accepted < oldest, mail.recipients.contains(where: { $0.status == .deferred }) {
      return Judgement(.failed, .outlived)
    }
    guard !mail.recipients.isEmpty, mail.recipients.allSatisfy({ $0.status == .sent }) else {
      return Judgement(.handedOver, .noFate)
    }
    let expected = Int(mail.expectedRecipients ?? 0)
    if mail.recipients.count < expected {
      return Judgement(
        .handedOver, .missingRecipients(expected: expected, seen: mail.recipients.count))
    }
    if mail.expectedRecipients == nil,
      let missing = addresses.first(where: { !mail.names($0) })
    {
      return Judgement(.handedOver, .addressNotInLog(missing))
    }
    return Judgement(.delivered)
  }

  /// Why the mail cannot have carried the recording; `nil` when it can.
  private func audioLack(
    _ mail: MailRecord, _ message: MessageRecord, _ duty: MailDuty
  ) -> GradeFact? {
    if mail.hasAudio == false { return .noAudio }
    let needed = AudioBound(message, format: duty.attachFormat).leastMailSize
    if let size = mail.size, size < needed { return .tooSmall(size: size, needed: needed) }
    if mail.hasAudio == true { return nil }
    if let obstacle = duty.audioObstacle { return obstacle }
    if let since = duty.audioSince, mail.accepted < since { return .audioLater }
    return nil
  }
}
