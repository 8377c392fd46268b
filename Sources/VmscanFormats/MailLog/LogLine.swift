/// The parts of a log line that every mail server's lines have, as positions.
package struct LogLine: Sendable {
  /// Whose words the message is.
  package enum Dialect: Sendable, Equatable { case postfix, sendmail, exim, msmtp }

  package var dialect: Dialect
  package var stamp: Range<Int>
  package var host: Range<Int>
  /// Program without process id, such as `postfix/smtp`.
  package var program: Range<Int>
  /// Empty when the line is about no queued mail.
  package var queueID: Range<Int>
  /// What follows the queue id and its separator.
  package var message: Range<Int>

  /// Recognises a line by its own shape; `nil` for one that no supported mail server writes.
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to - from > 20 else { return nil }
    let first = bytes[from]
    if first >= 0x30, first <= 0x39 {
      if bytes[from + 10] == 0x20 {
        self.init(exim: bytes, from: from, to: to)
        return
      }
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
      self.init(syslog: bytes, stamp: from..<blank, to: to)
    } else if first == 0x40 {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
      self.init(syslog: bytes, stamp: from..<blank, to: to)
    } else {
      guard bytes[from + 15] == 0x20 else { return nil }
      if LogBytes.has("host=", in: bytes, at: from + 16, to: to) {
        self.init(msmtp: bytes, stamp: from..<from + 15, host: from..<from, at: from + 16, to: to)
        return
      }
      self.init(syslog: bytes, stamp: from..<from + 15, to: to)
    }
  }

  /// A Postfix line whose parts are found already; the same as the other initialiser makes of it.
  @inline(__always)
  package init?(_ bytes: Span<UInt8>, _ head: PostfixHead, from: Int, to: Int) {
    let (host, tag, id) = (Int(head.host), Int(head.tag), Int(head.id))
    let isClassic = bytes[from] >= 0x41
    guard !isClassic || bytes[from + 15] == 0x20, bytes[id - 2] == 0x3A else { return nil }
    self.init(
      .postfix, stamp: from..<host - 1, host: host..<tag - 1, program: tag..<id - 2,
      queueID: id..<Int(head.idEnd), message: min(Int(head.idEnd) + 2, to)..<to)
  }

  @inline(__always)
  private init(
    _ dialect: Dialect, stamp: Range<Int>, host: Range<Int>, program: Range<Int>,
    queueID: Range<Int>, message: Range<Int>
  ) {
    self.dialect = dialect
    self.stamp = stamp
    self.host = host
    self.program = program
    self.queueID = queueID
    self.message = message
  }

  /// Host and, where one machine runs several instances, the instance: `pbx postfix-out`.
  package func scope(_ bytes: Span<UInt8>) -> Range<Int> {
    guard dialect == .postfix else { return host }
    let slash = LogBytes.index(
      of: 0x2F, in: bytes, from: program.lowerBound, to: program.upperBound)
    return host.lowerBound..<(slash ?? program.upperBound)
  }

  @inline(__always)
  private init?(syslog bytes: Span<UInt8>, stamp: Range<Int>, to: Int) {
    let start = stamp.upperBound + 1
    guard let hostEnd = LogBytes.index(of: 0x20, in: bytes, from: start, to: to),
      let tagEnd = LogBytes.index(of: 0x20, in: bytes, from: hostEnd + 1, to: to),
      tagEnd - 1 > hostEnd, bytes[tagEnd - 1] == 0x3A
    else { return nil }
    let tag = hostEnd + 1
    if bytes[tag] == 0x70 {
      self.init(
        postfix: bytes, stamp: stamp, host: start..<hostEnd, tag: tag..<tagEnd - 1, to: to)
    } else {
      self.init(other: bytes, stamp: stamp, host: start..<hostEnd, tag: tag..<tagEnd - 1, to: to)
    }
  }

  @inline(__always)
  private init?(
    postfix bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, tag: Range<Int>, to: Int
  ) {
    guard LogBytes.has("postfix", in: bytes, at: tag.lowerBound, to: tag.upperBound) else {
      return nil
    }
    let start = min(tag.upperBound + 2, to)
    let limit = min(to, start + QueueID.longest + 1)
    let end = LogBytes.index(of: 0x3A, in: bytes, from: start, to: limit) ?? start
    self.init(
      .postfix, stamp: stamp, host: host, program: tag, queueID: start..<end,
      message: min(end + 2, to)..<to)
  }

  private init?(
    other bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, tag: Range<Int>, to: Int
  ) {
    let start = min(tag.upperBound + 2, to)
    let bracket = LogBytes.index(of: 0x5B, in: bytes, from: tag.lowerBound, to: tag.upperBound)
    let name = tag.lowerBound..<(bracket ?? tag.upperBound)
    if LogBytes.has("exim", in: bytes, at: name.lowerBound, to: name.upperBound) {
      self.init(eximMessage: bytes, stamp: stamp, host: host, at: start, to: to)
    } else if LogBytes.has("msmtp", in: bytes, at: name.lowerBound, to: name.upperBound) {
      self.init(msmtp: bytes, stamp: stamp, host: host, at: start, to: to)
    } else if Self.isSendmail(bytes, name) {
      let limit = min(to, start + QueueID.longest + 1)
      let end = LogBytes.index(of: 0x3A, in: bytes, from: start, to: limit) ?? start
      self.init(
        .sendmail, stamp: stamp, host: host, program: name, queueID: start..<end,
        message: min(end + 2, to)..<to)
    } else {
      return nil
    }
  }

  private static func isSendmail(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    let (from, to) = (name.lowerBound, name.upperBound)
    return LogBytes.has("sendmail", in: bytes, at: from, to: to)
      || LogBytes.has("sm-mta", in: bytes, at: from, to: to)
      || LogBytes.has("sm-msp", in: bytes, at: from, to: to)
  }

  private init?(
    msmtp bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, at: Int, to: Int
  ) {
    guard LogBytes.has("host=", in: bytes, at: at, to: to) else { return nil }
    self.init(
      .msmtp, stamp: stamp, host: host, program: at..<at, queueID: at..<at, message: at..<to)
  }
}

extension LogLine {
  /// A line of Exim's main log; the time may carry milliseconds and a zone, then `[pid]`.
  private init?(exim bytes: Span<UInt8>, from: Int, to: Int) {
    guard bytes[from + 4] == 0x2D,
      var end = LogBytes.index(of: 0x20, in: bytes, from: from + 11, to: to)
    else { return nil }
    var next = end + 1
    if next < to, bytes[next] == 0x2B || bytes[next] == 0x2D {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: next, to: to) else { return nil }
      end = blank
      next = blank + 1
    }
    self.init(eximMessage: bytes, stamp: from..<end, host: from..<from, at: next, to: to)
  }

  private init?(
    eximMessage bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, at: Int, to: Int
  ) {
    var start = at
    var stamp = stamp
    if start + 20 < to, bytes[start] >= 0x30, bytes[start] <= 0x39, bytes[start + 4] == 0x2D,
      bytes[start + 10] == 0x20
    {
      // Exim through syslog repeats the time unless syslog_timestamp is off.
      guard let inner = LogLine(exim: bytes, from: start, to: to) else { return nil }
      start = inner.queueID.lowerBound
      if host.isEmpty { stamp = inner.stamp }
    }
    if start < to, bytes[start] == 0x5B,
      let close = LogBytes.index(of: 0x5D, in: bytes, from: start, to: min(to, start + 16))
    {
      start = min(close + 2, to)
    }
    let end = LogBytes.index(of: 0x20, in: bytes, from: start, to: to) ?? to
    let hasShape = Self.isEximID(bytes, start, end)
    self.init(
      .exim, stamp: stamp, host: host, program: start..<start,
      queueID: start..<(hasShape ? end : start), message: min(end + 1, to)..<to)
  }

  /// `xxxxxx-xxxxxx-xx` before Exim 4.97, `xxxxxx-xxxxxxxxxxx-xxxx` since.
  private static func isEximID(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Bool {
    switch to - from {
    case 16: bytes[from + 6] == 0x2D && bytes[from + 13] == 0x2D
    case 23: bytes[from + 6] == 0x2D && bytes[from + 18] == 0x2D
    default: false
    }
  }
}
