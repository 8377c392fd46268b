/// The parts of a log line that every mail server's lines have, as positions.
package struct LogLine: Sendable {
  /// Whose words the message is.
  package enum Dialect: String, Sendable, Equatable, CaseIterable {
    case postfix, sendmail, exim, msmtp, nullmailer, opensmtpd, dma, courier, chasquid
    /// A content filter's words about a mail server's queue ids.
    case mailScanner
    /// What keeps the mailboxes, about the mails of a mail server.
    case dovecot
  }

  package var dialect: Dialect
  package var stamp: Range<Int>
  package var host: Range<Int>
  /// Program without process id, such as `postfix/smtp`.
  package var program: Range<Int>
  /// Empty when the line is about no queued mail.
  package var queueID: Range<Int>
  /// What follows the queue id and its separator.
  package var message: Range<Int>

  /// Recognises a line by its own shape; `nil` for one that no supported mail server writes, or that
  /// `LogForms` must bring into its plain form first.
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard to - from > 20 else { return nil }
    let first = bytes[from]
    if first >= 0x30, first <= 0x39, bytes[from + 10] == 0x20 {
      self.init(ownLog: bytes, from: from, to: to)
    } else if first >= 0x30, first <= 0x40 {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
      self.init(stamped: bytes, stamp: from..<blank, to: to)
    } else {
      guard bytes[from + 15] == 0x20 else { return nil }
      self.init(stamped: bytes, stamp: from..<from + 15, to: to)
    }
  }

  /// Whether a Postfix line whose parts were found is one; asked before the parts are put together,
  /// because a line that may be `nil` costs a copy.
  @inline(__always)
  package static func isPlain(
    _ bytes: Span<UInt8>, _ head: PostfixHead, of whole: Range<Int>
  ) -> Bool {
    guard !head.isNone, whole.count > 20 else { return false }
    let isClassic = bytes[whole.lowerBound] >= 0x41
    return (!isClassic || bytes[whole.lowerBound + 15] == 0x20)
      && endsTag(bytes[Int(head.id) - 2])
  }

  /// A colon, or the bracket of the process id: RFC 5424 has no colon, and a relay adds none.
  @inline(__always)
  private static func endsTag(_ byte: UInt8) -> Bool { byte == 0x3A || byte == 0x5D }

  /// A plain Postfix line whose parts are found already; the same as the other initialiser makes of
  /// it.
  @inline(__always)
  package init(_ bytes: Span<UInt8>, _ head: PostfixHead, of whole: Range<Int>) {
    let from = whole.lowerBound
    let to = Self.end(of: whole, in: bytes)
    let (host, tag, id) = (Int(head.host), Int(head.tag), Int(head.id))
    let tagEnd = bytes[id - 2] == 0x3A ? id - 2 : id - 1
    self.init(
      .postfix, stamp: from..<host - 1, host: host..<tag - 1, program: tag..<tagEnd,
      queueID: id..<Int(head.idEnd), message: min(Int(head.idEnd) + 2, to)..<to)
  }

  /// Where a line ends that may have a carriage return before its newline.
  @inline(__always)
  package static func end(of whole: Range<Int>, in bytes: Span<UInt8>) -> Int {
    bytes[whole.upperBound - 1] == 0x0D ? whole.upperBound - 1 : whole.upperBound
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
    let (from, to) = (program.lowerBound, program.upperBound)
    let bracket = LogBytes.index(of: 0x5B, in: bytes, from: from, to: to) ?? to
    return host
      .lowerBound..<(LogBytes.index(of: 0x2F, in: bytes, from: from, to: bracket) ?? bracket)
  }

  /// What stands behind a stamp: a host and a program, or msmtp's own fields.
  @inline(__always)
  private init?(stamped bytes: Span<UInt8>, stamp: Range<Int>, to: Int) {
    let start = stamp.upperBound + 1
    if LogBytes.has("host=", in: bytes, at: start, to: to) {
      self.init(msmtp: bytes, stamp: stamp, host: start..<start, at: start, to: to)
      return
    }
    guard let hostEnd = LogBytes.index(of: 0x20, in: bytes, from: start, to: to),
      let tagEnd = LogBytes.index(of: 0x20, in: bytes, from: hostEnd + 1, to: to),
      tagEnd - 1 > hostEnd, Self.endsTag(bytes[tagEnd - 1])
    else { return nil }
    let tag = hostEnd + 1..<(bytes[tagEnd - 1] == 0x3A ? tagEnd - 1 : tagEnd)
    let (host, words) = (start..<hostEnd, tagEnd + 1)
    if !tag.isEmpty, bytes[tag.lowerBound] == 0x70 {
      self.init(postfix: bytes, stamp: stamp, host: host, tag: tag, at: words, to: to)
    } else {
      self.init(other: bytes, stamp: stamp, host: host, tag: tag, at: words, to: to)
    }
  }

  @inline(__always)
  private init?(
    postfix bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, tag: Range<Int>, at: Int,
    to: Int
  ) {
    guard LogBytes.has("postfix", in: bytes, at: tag.lowerBound, to: tag.upperBound) else {
      return nil
    }
    let start = min(at, to)
    let limit = min(to, start + QueueID.longest + 1)
    let end = LogBytes.index(of: 0x3A, in: bytes, from: start, to: limit) ?? start
    self.init(
      .postfix, stamp: stamp, host: host, program: tag, queueID: start..<end,
      message: min(end + 2, to)..<to)
  }

  /// Programs whose lines begin with the words that follow the tag.
  private static let tags: [(name: StaticString, dialect: Dialect)] = [
    ("exim", .exim), ("msmtp", .msmtp), ("sendmail", .sendmail), ("sm-mta", .sendmail),
    ("sm-msp", .sendmail), ("nullmailer", .nullmailer), ("smtpd", .opensmtpd), ("dma", .dma),
    ("courier", .courier), ("chasquid", .chasquid), ("MailScanner", .mailScanner),
    ("dovecot", .dovecot),
  ]

  private init?(
    other bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, tag: Range<Int>, at: Int,
    to: Int
  ) {
    let start = min(at, to)
    let bracket = LogBytes.index(of: 0x5B, in: bytes, from: tag.lowerBound, to: tag.upperBound)
    let name = tag.lowerBound..<(bracket ?? tag.upperBound)
    guard
      let dialect = Self.tags.first(where: {
        LogBytes.has($0.name, in: bytes, at: name.lowerBound, to: name.upperBound)
      })?.dialect
    else { return nil }
    var id = start..<start
    var message = start..<to
    switch dialect {
    case .exim:
      self.init(eximMessage: bytes, stamp: stamp, host: host, at: start, to: to)
      return
    case .msmtp:
      self.init(msmtp: bytes, stamp: stamp, host: host, at: start, to: to)
      return
    case .sendmail:
      let limit = min(to, start + QueueID.longest + 1)
      let end = LogBytes.index(of: 0x3A, in: bytes, from: start, to: limit) ?? start
      (id, message) = (start..<end, min(end + 2, to)..<to)
    case .dma:
      guard name.count == 3, let bracket else { return nil }
      id = bracket + 1..<max(bracket + 1, tag.upperBound - 1)
    case .opensmtpd:
      guard name.count == 5, let found = OpenSMTPDLine.mail(bytes, start, to) else { return nil }
      id = found
    case .courier:
      // Its IMAP and POP servers log under such names too.
      guard !LogBytes.has("courier-", in: bytes, at: tag.lowerBound, to: name.upperBound) else {
        return nil
      }
      id = CourierLine.mail(bytes, start, to) ?? id
    case .chasquid:
      let end = LogBytes.index(of: 0x20, in: bytes, from: start, to: to) ?? start
      if LogBytes.has("from=", in: bytes, at: end + 1, to: to) {
        (id, message) = (start..<end, min(end + 1, to)..<to)
      }
    case .dovecot:
      guard DovecotLine.isOfVoicemail(bytes, from: start, to: to) else { return nil }
    case .postfix, .nullmailer, .mailScanner: break
    }
    self.init(
      dialect, stamp: stamp, host: host, program: name, queueID: id, message: message)
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
  /// A line of Exim's main log, or of msmtp's with such a time format; the time may carry
  /// milliseconds and a zone, then `[pid]`.
  private init?(ownLog bytes: Span<UInt8>, from: Int, to: Int) {
    guard bytes[from + 4] == 0x2D,
      var end = LogBytes.index(of: 0x20, in: bytes, from: from + 11, to: to)
    else { return nil }
    var next = end + 1
    if next < to, bytes[next] == 0x2B || bytes[next] == 0x2D {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: next, to: to) else { return nil }
      end = blank
      next = blank + 1
    }
    if LogBytes.has("host=", in: bytes, at: next, to: to) {
      self.init(msmtp: bytes, stamp: from..<end, host: from..<from, at: next, to: to)
      return
    }
    self.init(eximMessage: bytes, stamp: from..<end, host: from..<from, at: next, to: to)
  }

  private init?(
    eximMessage bytes: Span<UInt8>, stamp: Range<Int>, host: Range<Int>, at: Int, to: Int
  ) {
    var start = at
    var stamp = stamp
    if LogBytes.has("[1/", in: bytes, at: start, to: to)
      || LogBytes.has("[2/", in: bytes, at: start, to: to),
      let close = LogBytes.index(of: 0x5D, in: bytes, from: start, to: min(to, start + 8))
    {
      // A line longer than syslog takes at once; what follows `[2/…]` is the rest of it.
      start = min(close + 2, to)
    }
    if start + 20 < to, bytes[start] >= 0x30, bytes[start] <= 0x39, bytes[start + 4] == 0x2D,
      bytes[start + 10] == 0x20
    {
      // Exim through syslog repeats the time unless syslog_timestamp is off.
      guard let inner = LogLine(ownLog: bytes, from: start, to: to), inner.dialect == .exim else {
        return nil
      }
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
