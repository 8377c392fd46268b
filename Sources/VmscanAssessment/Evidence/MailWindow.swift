import VmscanModel

/// When the mail of a message must have gone out, and which numbers it may have had.
struct MailWindow: Sendable {
  var from: Timestamp
  var to: Timestamp
  /// The message has not been moved or rewritten since the mail went out.
  var isTight: Bool
  /// Lowest number at arrival: resequencing only lowers numbers while a message stays.
  var lowestNumber: Int32

  /// Latest time taken for real, 13000 years on; beyond it sums could overflow.
  private static let limit: Int64 = 400_000_000_000

  static func isPlausible(_ seconds: Int64) -> Bool { (1...limit).contains(seconds) }

  /// `nil` when nothing tells the time.
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
    let stayed = message.folder.isUnheard && Self.isPlausible(modified)
    let isCopy = message.marks.contains(.copy)
    if stayed, isCopy || ended.map({ modified >= $0 - 2 && modified <= $0 + 120 }) ?? true {
      from = Timestamp(modified - 1)
      to = Timestamp(modified + 10)
      isTight = true
      lowestNumber = message.number
    } else if let ended {
      from = Timestamp(ended)
      to = Timestamp(ended + 120)
      isTight = false
      lowestNumber = 0
    } else {
      return nil
    }
  }
}
