import VmscanFormats
import VmscanModel

/// What a log cannot say.
extension LogReading {
  static let unknownForm =
    "its last lines have no time in a form that is known, so what they say of mails is not known"

  /// Why the log's silence means nothing: repeated by every run, so that nobody takes a log that cannot
  /// show a mail for one that shows that there was none.
  var doubt: String? {
    if scanner.agents.showsVoicemail {
      return zoneDoubt ?? takeOver ?? (scanner.endsUntimed ? Self.unknownForm : nil)
        ?? (scanner.agents.tellsDeliveries == false ? Self.untold : nil)
    }
    guard hasRead else {
      return earlierDoubt
        ?? (hasHistory || !problems.isEmpty ? nil : "it is empty, so it proves nothing")
    }
    if let program = scanner.agents.unsupported {
      return "log of \(program.program), which is not supported and proves nothing: "
        + program.remark
    }
    guard scanner.recognised > 0 else {
      // `journalctl -o cat` keeps neither time nor program.
      let hasTime = scanner.first != nil
      return hasTime
        ? "no line of a supported mail server in it, so it proves nothing"
        : "no line of a known log format in it, so it proves nothing; lines without a time, as of "
          + "'journalctl -o cat', cannot be used"
    }
    return "no voicemail mail in it, so that there is none for a message proves nothing"
  }

  private static let untold =
    "Sendmail's lines in it show no deliveries (LogLevel below 9), so what became of the mails is "
    + "not known"

  private var takeOver: String? {
    scanner.agents.takenOver.map { from, by, remark in
      "since \(Timestamp(from)) \(by) has written it and shown no voicemail mail, so what came "
        + "later is not missed in it\(remark)"
    }
  }

  /// The first line that was not understood, without addresses; `nil` when lines were.
  var strangeLine: String? {
    guard !scanner.agents.showsVoicemail, scanner.recognised == 0 else { return nil }
    guard let bytes = scanner.firstStranger else { return hasRead ? nil : earlierLine }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 12)
    return words.map { $0.contains("@") ? "…" : String($0) }.joined(separator: " ")
  }

  static func sentence(_ doubt: String, line: String?) -> Sentence {
    guard let line else { return "\(word: doubt)" }
    return "\(word: doubt); the first line not understood: '\(text: line)'"
  }
}
