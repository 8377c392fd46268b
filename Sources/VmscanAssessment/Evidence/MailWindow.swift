import VmscanModel

/// When the mail of a message must have gone out.
struct MailWindow: Sendable {
  var from: Timestamp
  var to: Timestamp
  /// The message has not been moved or rewritten since the mail went out.
  var isTight: Bool
  /// The end of the time in which a slow mail command may still have handed it in: two minutes after it
  /// was called, which may have been two minutes after the recording's end.
  var latest: Timestamp { Timestamp(from.epochSeconds + (isTight ? 121 : 240)) }

  /// Behind the time in which a mail program hands a mail in.
  func isLate(_ mail: MailRecord) -> Bool { !mail.mayBeAccepted(from: from, to: to) }

  /// Latest time taken for real, 13000 years on; beyond it sums could overflow.
  private static let limit: Int64 = 400_000_000_000

  static func isPlausible(_ seconds: Int64) -> Bool { (1...limit).contains(seconds) }

  /// `nil` when nothing shows the time.
  ///
  /// `leave_voicemail` closes the envelope right before the mail goes out and renaming keeps its
  /// time, so in INBOX or Urgent the file's time is that of the mail. Elsewhere the recording's end
  /// counts, with up to two minutes for the review menu.
  init?(_ message: MessageRecord) {
    let modified = message.envelopeModified
    let ended = message.origtime.flatMap { origtime -> Int64? in
      guard Self.isPlausible(origtime.epochSeconds) else { return nil }
      return origtime.epochSeconds + Int64(max(0, message.duration ?? 0))
    }
    self.init(message, modified: modified, ended: ended)
  }

  /// The time of the mail of the recording that a copy was made of, which the copy's file does not
  /// tell; `nil` when the envelope does not have the recording's time.
  init?(original message: MessageRecord) {
    guard let origtime = message.origtime?.epochSeconds, Self.isPlausible(origtime) else {
      return nil
    }
    from = Timestamp(origtime + Int64(max(0, message.duration ?? 0)))
    to = Timestamp(from.epochSeconds + 120)
    isTight = false
  }

  private init?(_ message: MessageRecord, modified: Int64, ended: Int64?) {
    let stayed = message.folder.isUnheard && Self.isPlausible(modified)
    let isCopy = message.marks.contains(.copy)
    if stayed, isCopy || ended.map({ modified >= $0 - 2 && modified <= $0 + 120 }) ?? true {
      from = Timestamp(modified - 1)
      to = Timestamp(modified + 10)
      isTight = true
    } else if let ended {
      from = Timestamp(ended)
      to = Timestamp(ended + 120)
      isTight = false
    } else {
      return nil
    }
  }
}
