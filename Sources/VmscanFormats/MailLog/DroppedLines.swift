/// A logger's own word that it dropped lines, so that some are missing in the log.
///
/// rsyslog's `withinRatelimit` and `tellLostCnt` (ratelimit.c; imuxsock.c before version 7) end in `due to
/// rate-limiting`; journald writes `Suppressed N messages from UNIT` for a limit and `Forwarding to syslog
/// missed N messages.` for a reader that is slow; syslog-ng says that a queue is full
/// (`log_queue_fifo_push_tail`). busybox's syslogd says nothing.
package enum DroppedLines {
  /// The time stamp of a line in plain form that says so; `nil` for any other line.
  ///
  /// Only the logger's own lines count: a mail server may quote such words.
  package static func stamp(_ bytes: Span<UInt8>, from: Int, to: Int) -> Range<Int>? {
    guard from >= 0, to <= bytes.count, to - from > 20 else { return nil }
    var end = from + 15
    if bytes[from] < 0x41 {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
      end = blank
    }
    guard let hostEnd = LogBytes.index(of: 0x20, in: bytes, from: end + 1, to: to),
      let tagEnd = LogBytes.index(of: 0x20, in: bytes, from: hostEnd + 1, to: to)
    else { return nil }
    let (tag, words) = (hostEnd + 1, tagEnd + 1)
    func isBy(_ logger: StaticString) -> Bool {
      LogBytes.has(logger, in: bytes, at: tag, to: tagEnd)
    }
    func says(_ text: StaticString) -> Bool { LogBytes.has(text, in: bytes, at: words, to: to) }
    func holds(_ text: StaticString) -> Bool {
      LogBytes.find(text, in: bytes, from: words, to: to) != nil
    }
    let isSaid =
      isBy("rsyslogd") && holds(" due to rate-limiting")
      || (isBy("systemd-journal") || isBy("journal"))
        && (says("Suppressed ") && isOfMail(bytes, from: words, to: to)
          || says("Forwarding to syslog missed "))
      || isBy("syslog-ng") && holds("queue full, dropping message")
    return isSaid ? from..<end : nil
  }

  /// Whether journald's limit, which is each unit's own, met one whose lines are about mail: a mail
  /// server or filter, Asterisk, which runs the mail command, or what hands lines on.
  private static func isOfMail(_ bytes: Span<UInt8>, from: Int, to: Int) -> Bool {
    let before: StaticString = " messages from "
    guard let place = LogBytes.find(before, in: bytes, from: from, to: to) else { return false }
    let unit = place + before.utf8CodeUnitCount
    return mailUnits.contains { LogBytes.find($0, in: bytes, from: unit, to: to) != nil }
  }

  private static let mailUnits: [StaticString] = [
    "mail", "postfix", "exim", "smtp", "courier", "chasquid", "nullmailer", "dma", "asterisk",
    "amavis", "spam", "rspamd", "clam", "dkim", "milter", "vmscan", "log", "user@", "session-",
  ]
}
