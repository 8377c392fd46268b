/// Brings the lines of other log writers into the plain form that `LogLine` reads.
///
/// Known are a priority before the line (`<22>`, RFC 3164 and RFC 5424), the facility word of busybox
/// (`pbx mail.info postfix/smtp[7]:`), JSON of journald and of Docker, the stream's name that
/// Kubernetes and Podman put before a container's line (`stdout F`), a second head that a relay, a
/// container or a wrapper put before the line, and journalctl's `short-precise`, `short-full`,
/// and `with-unit` stamps.
package enum LogForms {
  /// Forms may lie within each other: JSON of a line with a priority and a facility.
  package static let deepest = 3

  /// Appends the line as the next inner form has it; `false` when there is none.
  package static func rewrite(
    _ bytes: Span<UInt8>, from: Int, to: Int, into output: inout [UInt8]
  ) -> Bool {
    guard to - from > 20 else { return false }
    switch bytes[from] {
    case 0x3C: return priority(bytes, from, to, &output)
    case 0x7B: return JSONLine.unwrap(bytes, from: from, to: to, into: &output)
    case 0x30...0x39: return numbered(bytes, from, to, &output)
    case 0x40:
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else {
        return false
      }
      return head(bytes, stamp: from..<blank, rest: blank + 1, to, &output)
    default:
      if bytes[from + 3] == 0x20, bytes[from + 4] >= 0x30, bytes[from + 4] <= 0x39,
        bytes[from + 8] == 0x2D
      {
        return weekday(bytes, from, to, &output)
      }
      return classic(bytes, from, to, &output)
    }
  }

  // MARK: - Stamps

  /// `Nov 29 04:35:40.168353 pbx …` or a plain classic stamp before another head.
  private static func classic(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    let stamp = from..<from + 15
    guard case .local = LogStamp(bytes, from: from, to: from + 15) else { return false }
    if bytes[from + 15] == 0x2E {
      guard let fraction = LogBytes.number(in: bytes, from: from + 16, to: to),
        fraction.end < to, bytes[fraction.end] == 0x20
      else { return false }
      add(stamp, bytes, &output)
      add(fraction.end..<to, bytes, &output)
      return true
    }
    guard bytes[from + 15] == 0x20 else { return false }
    return head(bytes, stamp: stamp, rest: from + 16, to, &output)
  }

  /// `2026-11-29T…`, `2026-11-29 04:35:40 …` or journalctl's `1795926940.168353 pbx …`.
  private static func numbered(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    if let number = LogBytes.number(in: bytes, from: from, to: to),
      (9...11).contains(number.end - from),
      number.end < to, bytes[number.end] == 0x2E || bytes[number.end] == 0x20,
      let blank = LogBytes.index(of: 0x20, in: bytes, from: number.end, to: to)
    {
      output.append(0x40)
      add(from..<number.end, bytes, &output)
      add(blank..<to, bytes, &output)
      return true
    }
    let start = bytes[from + 10] == 0x20 ? from + 11 : from
    guard let blank = LogBytes.index(of: 0x20, in: bytes, from: start, to: to),
      LogStamp(bytes, from: from, to: blank) != nil
    else { return false }
    return head(bytes, stamp: from..<blank, rest: blank + 1, to, &output)
  }

  /// `Sun 2026-11-29 04:35:40 UTC pbx postfix/smtp[7]: …`.
  private static func weekday(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    let date = from + 4
    guard date + 20 < to, bytes[date + 10] == 0x20,
      let zone = LogBytes.index(of: 0x20, in: bytes, from: date + 11, to: to),
      let rest = LogBytes.index(of: 0x20, in: bytes, from: zone + 1, to: to),
      rest - zone > 1
    else { return false }
    add(date..<date + 10, bytes, &output)
    output.append(0x54)
    add(date + 11..<min(zone, date + 19), bytes, &output)
    if isWord(zone + 1..<rest, "UTC", bytes) || isWord(zone + 1..<rest, "GMT", bytes) {
      output.append(0x5A)
    } else if bytes[zone + 1] == 0x2B || bytes[zone + 1] == 0x2D {
      add(zone + 1..<rest, bytes, &output)
      if rest - zone == 4 { output += [0x30, 0x30] }
    }
    add(rest..<to, bytes, &output)
    return true
  }

  // MARK: - Heads

  /// `<22>` and, of RFC 5424, `1 STAMP HOST PROGRAM PID MSGID [DATA] MESSAGE`.
  private static func priority(
    _ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    guard let number = LogBytes.number(in: bytes, from: from + 1, to: to), number.value <= 191,
      number.end < to, bytes[number.end] == 0x3E
    else { return false }
    let start = number.end + 1
    guard LogBytes.has("1 ", in: bytes, at: start, to: to) else {
      add(start..<to, bytes, &output)
      return true
    }
    var fields: [Range<Int>] = []
    var position = start + 2
    while fields.count < 5 {
      guard let blank = LogBytes.index(of: 0x20, in: bytes, from: position, to: to) else {
        return false
      }
      fields.append(position..<blank)
      position = blank + 1
    }
    guard let message = afterData(bytes, position, to) else { return false }
    add(fields[0], bytes, &output)
    output.append(0x20)
    add(fields[1], bytes, &output)
    output.append(0x20)
    add(fields[2], bytes, &output)
    output.append(0x5B)
    add(fields[3], bytes, &output)
    output += [0x5D, 0x3A, 0x20]
    add(message..<to, bytes, &output)
    return true
  }

  /// Where the message begins behind structured data, `-` or `[…]` with escaped brackets.
  private static func afterData(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int? {
    var position = from
    if position < to, bytes[position] == 0x2D {
      position += 1
    } else {
      while position < to, bytes[position] == 0x5B {
        while position < to, bytes[position] != 0x5D {
          position += bytes[position] == 0x5C ? 2 : 1
        }
        position += 1
      }
    }
    guard position < to, bytes[position] == 0x20 else { return nil }
    // rsyslog writes two blanks.
    while position < to, bytes[position] == 0x20 { position += 1 }
    return LogBytes.has("\u{FEFF}", in: bytes, at: position, to: to) ? position + 3 : position
  }

  /// What follows a stamp: a facility word, a program without a host, or a second stamp.
  private static func head(
    _ bytes: Span<UInt8>, stamp: Range<Int>, rest: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    if LogBytes.has("stdout F ", in: bytes, at: rest, to: to)
      || LogBytes.has("stderr F ", in: bytes, at: rest, to: to)
    {
      // A container's log as Kubernetes and Podman keep it.
      add(stamp, bytes, &output)
      add(rest + 8..<to, bytes, &output)
      return true
    }
    if isStamp(bytes, rest, to) { return inner(bytes, stamp, rest, to, &output) }
    guard let first = LogBytes.index(of: 0x20, in: bytes, from: rest, to: to) else { return false }
    if isFacility(bytes, rest..<first) || bytes[first - 1] == 0x3A {
      // Without a host.
      add(stamp, bytes, &output)
      output += [0x20, 0x2D, 0x20]
      add((bytes[first - 1] == 0x3A ? rest : first + 1)..<to, bytes, &output)
      return true
    }
    if isStamp(bytes, first + 1, to) { return inner(bytes, stamp, first + 1, to, &output) }
    guard let second = LogBytes.index(of: 0x20, in: bytes, from: first + 1, to: to),
      isFacility(bytes, first + 1..<second)
    else { return false }
    add(stamp.lowerBound..<first, bytes, &output)
    add(second..<to, bytes, &output)
    return true
  }

  /// The line behind a second stamp; the first one stays when only that one names a zone.
  private static func inner(
    _ bytes: Span<UInt8>, _ stamp: Range<Int>, _ start: Int, _ to: Int, _ output: inout [UInt8]
  ) -> Bool {
    guard case .absolute = LogStamp(bytes, from: stamp.lowerBound, to: stamp.upperBound),
      let end = stampEnd(bytes, start, to),
      case .local = LogStamp(bytes, from: start, to: end)
    else {
      add(start..<to, bytes, &output)
      return true
    }
    add(stamp, bytes, &output)
    if bytes[start + 10] == 0x20, bytes[start] <= 0x39 {
      // Exim's own log has neither host nor program.
      output += Array(" - exim: ".utf8)
      add(start..<to, bytes, &output)
    } else {
      add(end..<to, bytes, &output)
    }
    return true
  }

  private static func isStamp(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Bool {
    guard let end = stampEnd(bytes, from, to) else { return false }
    return LogStamp(bytes, from: from, to: end) != nil
  }

  /// Where a stamp that begins at `from` would end.
  private static func stampEnd(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int? {
    guard to - from > 20 else { return nil }
    if bytes[from] >= 0x41 { return bytes[from + 15] == 0x20 ? from + 15 : nil }
    guard bytes[from] >= 0x30, bytes[from] <= 0x39, bytes[from + 4] == 0x2D else { return nil }
    let start = bytes[from + 10] == 0x20 ? from + 11 : from
    return LogBytes.index(of: 0x20, in: bytes, from: start, to: to)
  }

  private static let severities: [StaticString] = [
    "emerg", "panic", "alert", "crit", "err", "error", "warning", "warn", "notice", "info", "debug",
  ]

  /// Whether a word is `mail.info` or the like.
  private static func isFacility(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    guard (7...18).contains(word.count),
      let dot = LogBytes.index(of: 0x2E, in: bytes, from: word.lowerBound, to: word.upperBound),
      dot > word.lowerBound
    else { return false }
    for position in word.lowerBound..<dot {
      let isLetter = bytes[position] >= 0x61 && bytes[position] <= 0x7A
      let isDigit = bytes[position] >= 0x30 && bytes[position] <= 0x39
      guard isLetter || isDigit && position == dot - 1 else { return false }
    }
    return severities.contains { isWord(dot + 1..<word.upperBound, $0, bytes) }
  }

  private static func isWord(_ range: Range<Int>, _ word: StaticString, _ bytes: Span<UInt8>)
    -> Bool
  {
    range.count == word.utf8CodeUnitCount
      && LogBytes.has(word, in: bytes, at: range.lowerBound, to: range.upperBound)
  }

  private static func add(_ range: Range<Int>, _ bytes: Span<UInt8>, _ output: inout [UInt8]) {
    bytes.extracting(range).withUnsafeBufferPointer { output.append(contentsOf: $0) }
  }
}
