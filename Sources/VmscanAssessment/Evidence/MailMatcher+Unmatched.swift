import VmscanModel

extension MailMatcher {
  /// Seconds by which the clock of files may be ahead of the log's.
  private static let clockSlack: Int64 = 30

  /// Says of messages without a mail which ones nearly fit.
  func explainUnmatched(_ result: inout MailMatches) {
    if !partial.isEmpty { rejectPartial(&result) }
    if !mails.isEmpty {
      rejectNearlyFitting(&result)
      rejectLate(&result)
    }
    if !foreign.isEmpty { noteForeign(&result) }
  }

  /// A mail that some of the people got at the right time says that the others did not.
  private func rejectPartial(_ result: inout MailMatches) {
    for index in directory.messages.indices where result.match(of: index) == nil {
      guard let window = MailWindow(directory.messages[index]) else { continue }
      let mail = partial.first {
        $0.record.accepted >= window.from && $0.record.accepted <= window.to
      }
      if let mail { result.reject(.otherRecipients(mail.record.messageID), of: index) }
    }
  }

  /// A mail of the message's number that came when the file was written may be its own, though the recording
  /// had ended long before or the clocks differ: that there was none is not certain.
  private func rejectNearlyFitting(_ result: inout MailMatches) {
    var taken: Set<ByteText>?
    for index in directory.messages.indices where result.match(of: index) == nil {
      let message = directory.messages[index]
      let written = message.envelopeModified
      guard message.folder.isUnheard, MailWindow.isPlausible(written), isMailed(message) else {
        continue
      }
      let near = candidates(
        from: Timestamp(written - Self.clockSlack), to: Timestamp(written + 10))
      let fitting = near.lazy.map { mails[$0] }.filter { mail in
        !mail.record.mailbox.isEmpty && mail.record.messageNumber == message.number
          && duty.isForOurPeople(mail)
      }
      for mail in fitting {
        let known = taken ?? result.mailIDs.union(duty.surroundings.claims.lazy.map(\.messageID))
        taken = known
        guard !known.contains(mail.record.messageID) else { continue }
        result.reject(.nearlyFits(mail.record.messageID), of: index)
        break
      }
    }
  }

  /// Says of messages without a mail that another PBX's would fit.
  private func noteForeign(_ result: inout MailMatches) {
    for index in directory.messages.indices where result.match(of: index) == nil {
      guard let window = MailWindow(directory.messages[index]) else { continue }
      let mail = foreign.first { mail in
        mail.record.accepted >= window.from && mail.record.accepted <= window.to
          && duty.isForOurPeople(mail)
      }
      guard let mail = mail?.record else { continue }
      result.set(
        MailMatch(notes: [.otherPBX(mail.messageID, host: mail.host)]), of: index)
    }
  }
}
