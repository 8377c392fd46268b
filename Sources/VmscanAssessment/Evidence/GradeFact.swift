import VmscanModel

/// One fact that was weighed for a grade.
enum GradeFact: Sendable, Hashable {
  case notConfigured
  case otherSpelling(MailboxID)
  case noAddress, pagerOnly, attachOff, attachChanging
  case formatNotRecorded(ByteText)
  case externalRecording, copy, urgentOnOldRelease, timeUnknown
  case timeAhead, recordingMissing
  case addressLater, audioLater
  case covered(LogCoverage), notCovered
  case due
  case matched(ByteText, Timestamp, exact: Bool), matchedBefore
  case seenIn(MailRecord.Source, ByteText)
  case recipient(MailRecipient)
  case exitStatus(Int32)
  case missingRecipients(expected: Int, seen: Int)
  case addressNotInLog(ByteText)
  case noFate
  case outlived
  case ambiguous(mails: Int, messages: Int)
  case severalHosts, sharedBefore
  case tooManyMails
  case otherRecipients(ByteText), nearlyFits(ByteText), cameLate(ByteText)
  case otherPBX(ByteText, host: ByteText)
  case noAudio, tooSmall(size: Int64, needed: Int64), mayBeRecoded(size: Int64, needed: Int64)
  case thrownAway, taken, answerNotLogged, sharedAddresses, sharedNumber
  /// The same recording lies in several places.
  case sameRecording
  case recordingOf(ByteText, ByteText), recordingElsewhere(ByteText)
}

extension GradeFact {
  /// The fact in words.
  var sentence: Sentence {
    switch self {
    case .notConfigured: "the mailbox is not configured, so no address is known"
    case .otherSpelling(let id):
      "the mailbox is configured as \(id), so Asterisk sends mails about that directory"
    case .noAddress: "the mailbox has no e-mail address"
    case .pagerOnly: "the mailbox has only a pager address, and pages carry no audio"
    case .attachOff: "mails of this mailbox carry no audio (attach=no)"
    case .attachChanging:
      "attach was changed between the scans before and after the mail, so it may have had no audio"
    case .formatNotRecorded(let format):
      "attachfmt \(setting: format) is only a part of a recorded format's name, so the attachment may be empty"
    case .externalRecording:
      "made from a recording (rdnis=Unknown), which is not e-mailed unless attachextrecs is set"
    case .copy: "a copy (origmailbox is another mailbox), which only a phone forward e-mails"
    case .urgentOnOldRelease: "marked urgent, which this release of Asterisk does not e-mail"
    case .timeUnknown: "the envelope does not say when the message came"
    case .timeAhead: "the envelope's time lies in the future, so it is not known when it came"
    case .recordingMissing: "only the envelope is there, no recording that could have been mailed"
    case .addressLater: "as far as history knows, it came before the mailbox had an address"
    case .audioLater: "as far as history knows, it came before audio was attached"
    case .covered(let stretch):
      "log \(path: stretch.log) covers \(stretch.from) to \(stretch.to) and shows no mail for it"
    case .notCovered: "no mail log covers the time it came"
    case .due: "the mailbox has an address and audio is attached, so a mail was due"
    default: mailSentence
    }
  }

  private var mailSentence: Sentence {
    switch self {
    case .matched(let id, let time, let exact):
      "mail \(text: id) of \(time) matches by mailbox\(word: exact ? ", number" : "") and time"
    case .matchedBefore: "an earlier scan saw that they belong together"
    case .seenIn(let source, let origin): "seen by \(word: source.rawValue) in \(path: origin)"
    case .recipient(let recipient): Self.sentence(of: recipient)
    case .exitStatus(let status): "the mail command ended with status \(status)"
    case .missingRecipients(let expected, let seen):
      "the mail was queued for \(expected, "recipient"); the fate of \(seen) is known"
    case .addressNotInLog(let address): "the log does not say what became of \(address: address)"
    case .noFate: "nothing final is known of the mail"
    case .outlived:
      "no final word for longer than a mail stays queued (mailQueueLifetime), so it was not delivered"
    case .thrownAway: "the mail was thrown away on the way"
    case .taken: "a program on the mail server took the mail, and no line says what it did with it"
    case .ambiguous(let mails, let messages):
      "\(mails, "mail") and \(messages, "message") fit each other; the weakest result counts"
    case .sharedBefore:
      "an earlier scan saw another message that the mail may belong to, and nothing shows whose it is"
    case .severalHosts: "mails of several PBXs fit, and nothing shows which is this one's"
    case .tooManyMails: "too many mails fit the time to know which is the message's"
    case .otherRecipients(let id):
      "mail \(text: id) fits the time but went to other addresses than this mailbox's"
    case .otherPBX(let id, let host):
      "mail \(text: id) fits the time but is of another PBX, '\(text: host)' (pbxHosts names this one's)"
    case .nearlyFits(let id):
      """
      mail \(text: id) has the message's number and came within seconds of its file, so it may be this \
      message's
      """
    case .cameLate(let id):
      "mail \(text: id) came minutes after the recording's end, so it may be this message's"
    case .noAudio: "the mail had no audio"
    case .tooSmall(let size, let needed):
      "the mail of \(size) bytes cannot hold the recording, which needs \(needed)"
    case .answerNotLogged:
      """
      the next server took the mail, but this mail program does not log its answer, which may be \
      that it threw the mail away
      """
    case .sharedAddresses:
      "another mailbox has the same addresses, and the log names the recipients of mails only"
    case .sharedNumber:
      "a mailbox of this number in another context has the same address, and mails name no context"
    case .mayBeRecoded(let size, let needed):
      """
      the mail of \(size) bytes is smaller than the recording, which needs \(needed), but the mail \
      command may have packed it smaller
      """
    case .sameRecording: "the same recording lies in another folder or under another number, too"
    case .recordingOf(let mailbox, let id):
      "the recording was first left for mailbox \(text: mailbox), whose mail \(text: id) fits"
    case .recordingElsewhere(let mailbox):
      "the mail went to the people of mailbox \(text: mailbox), not to this mailbox's"
    default: ""
    }
  }

  private static func sentence(of recipient: MailRecipient) -> Sentence {
    let alias: Sentence =
      recipient.isAdded
      ? " (added by a filter)" : recipient.originalAddress.map { " (for \(address: $0))" } ?? ""
    let words: Sentence = recipient.detail.isEmpty ? "" : ", \(text: recipient.detail)"
    return
      "\(address: recipient.address)\(alias): \(word: recipient.status.rawValue) at \(recipient.time)\(words)"
  }
}
