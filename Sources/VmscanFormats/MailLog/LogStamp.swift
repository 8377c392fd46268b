/// The time a log line begins with, as written.
package enum LogStamp: Sendable, Equatable {
  /// Complete: seconds since 1970.
  case absolute(Int64)
  /// On the writer's clock, without a zone; `year` is `nil` in classic syslog.
  case local(LocalClock)

  /// A date and time of day without a zone.
  package struct LocalClock: Sendable, Equatable {
    package var year: Int?
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
  }

  /// Reads `Nov 22 23:05:10`, `2026-11-22T23:05:10.123+01:00`, `2026-11-22 23:05:10.123 +0100`,
  /// `1795388710.123456` or `@1795388710`; `nil` for anything else.
  package init?(_ bytes: Span<UInt8>, from: Int, to: Int) {
    guard from < to else { return nil }
    switch bytes[from] {
    case 0x40:
      guard let number = LogBytes.number(in: bytes, from: from + 1, to: to) else { return nil }
      self = .absolute(number.value)
    case 0x30...0x39:
      if let seconds = Self.epoch(bytes, from, to) {
        self = .absolute(seconds)
      } else {
        self.init(iso: bytes, from: from, to: to)
      }
    default:
      guard to - from >= 23, bytes[from + 3] == 0x20, bytes[from + 4] >= 0x30,
        bytes[from + 4] <= 0x39,
        bytes[from + 8] == 0x2D
      else {
        self.init(classic: bytes, from: from, to: to)
        return
      }
      // journalctl's `Sun 2026-11-29 04:35:40 UTC`.
      var text: [UInt8] = []
      guard LogForms.rewrite(bytes, from: from, to: to, into: &text) else { return nil }
      self.init(iso: text.span, from: 0, to: text.count)
    }
  }

  /// The time of any log's line, written by whomever; `nil` for a line without one.
  package init?(line: Range<Int>, of bytes: Span<UInt8>) {
    let end = min(line.upperBound, line.lowerBound + 40)
    if bytes[line.lowerBound] != 0x7B, bytes[line.lowerBound] != 0x3C {
      self.init(bytes, from: line.lowerBound, to: end)
      return
    }
    var text: [UInt8] = []
    guard LogForms.rewrite(bytes, from: line.lowerBound, to: line.upperBound, into: &text) else {
      return nil
    }
    self.init(text.span, from: 0, to: min(40, text.count))
  }

  /// The time of the first line that has one.
  package static func first(in bytes: Span<UInt8>, from: Int, to: Int) -> LogStamp? {
    var start = from
    while start < to {
      let stop = LogBytes.index(of: 0x0A, in: bytes, from: start, to: to) ?? to
      if stop > start, let stamp = LogStamp(line: start..<stop, of: bytes) { return stamp }
      start = stop + 1
    }
    return nil
  }

  private init?(classic bytes: Span<UInt8>, from: Int, to: Int) {
    guard to - from >= 15, let month = Self.month(bytes, at: from), bytes[from + 3] == 0x20,
      let day = Self.two(bytes, from + 4), let hour = Self.two(bytes, from + 7),
      let minute = Self.two(bytes, from + 10), let second = Self.two(bytes, from + 13),
      bytes[from + 6] == 0x20, bytes[from + 9] == 0x3A, bytes[from + 12] == 0x3A
    else { return nil }
    let clock = LocalClock(
      year: nil, month: month, day: day, hour: hour, minute: minute, second: second)
    guard clock.isPossible else { return nil }
    self = .local(clock)
  }

  private init?(iso bytes: Span<UInt8>, from: Int, to: Int) {
    guard to - from >= 19, let century = Self.two(bytes, from),
      let years = Self.two(bytes, from + 2),
      bytes[from + 4] == 0x2D, let month = Self.two(bytes, from + 5), bytes[from + 7] == 0x2D,
      let day = Self.two(bytes, from + 8), bytes[from + 10] == 0x54 || bytes[from + 10] == 0x20,
      let hour = Self.two(bytes, from + 11), bytes[from + 13] == 0x3A,
      let minute = Self.two(bytes, from + 14), bytes[from + 16] == 0x3A,
      let second = Self.two(bytes, from + 17)
    else { return nil }
    let clock = LocalClock(
      year: century * 100 + years, month: month, day: day, hour: hour, minute: minute,
      second: second)
    guard clock.isPossible else { return nil }
    var position = from + 19
    if position < to, bytes[position] == 0x2E || bytes[position] == 0x2C {
      position = LogBytes.number(in: bytes, from: position + 1, to: to)?.end ?? position
    }
    if position < to, bytes[position] == 0x20 { position += 1 }
    guard let offset = Self.offset(bytes, from: position, to: to) else {
      self = .local(clock)
      return
    }
    self = .absolute(clock.secondsAsUTC(year: century * 100 + years) - offset)
  }

  /// journalctl's `short-unix`: seconds since 1970, mostly with a fraction.
  private static func epoch(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int64? {
    guard to - from >= 9, bytes[from + 4] &- 0x30 < 10,
      let number = LogBytes.number(in: bytes, from: from, to: to),
      (9...11).contains(number.end - from),
      number.end == to || bytes[number.end] == 0x2E || bytes[number.end] == 0x20
    else { return nil }
    return number.value
  }

  /// `Z`, `+01:00` or `+0100` in seconds.
  private static func offset(_ bytes: Span<UInt8>, from: Int, to: Int) -> Int64? {
    guard from < to else { return nil }
    if bytes[from] == 0x5A { return 0 }
    guard bytes[from] == 0x2B || bytes[from] == 0x2D, to - from >= 5,
      let hours = two(bytes, from + 1)
    else { return nil }
    let at = bytes[from + 3] == 0x3A ? from + 4 : from + 3
    guard at + 2 <= to, let minutes = two(bytes, at), hours < 24, minutes < 60 else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return bytes[from] == 0x2D ? -seconds : seconds
  }

  /// Two digits; the first may be a blank.
  @inline(__always)
  private static func two(_ bytes: Span<UInt8>, _ at: Int) -> Int? {
    let high = bytes[at] == 0x20 ? 0 : Int(bytes[at]) - 0x30
    let low = Int(bytes[at + 1]) - 0x30
    guard (0...9).contains(high), (0...9).contains(low) else { return nil }
    return high * 10 + low
  }

  private static func month(_ bytes: Span<UInt8>, at: Int) -> Int? {
    switch (bytes[at], bytes[at + 1], bytes[at + 2]) {
    case (0x4A, 0x61, 0x6E): 1
    case (0x46, 0x65, 0x62): 2
    case (0x4D, 0x61, 0x72): 3
    case (0x41, 0x70, 0x72): 4
    case (0x4D, 0x61, 0x79): 5
    case (0x4A, 0x75, 0x6E): 6
    case (0x4A, 0x75, 0x6C): 7
    case (0x41, 0x75, 0x67): 8
    case (0x53, 0x65, 0x70): 9
    case (0x4F, 0x63, 0x74): 10
    case (0x4E, 0x6F, 0x76): 11
    case (0x44, 0x65, 0x63): 12
    default: nil
    }
  }
}

extension LogStamp.LocalClock {
  var isPossible: Bool {
    (1...12).contains(month) && (1...31).contains(day) && hour < 24 && minute < 60 && second <= 60
  }

  /// Seconds since 1970 as if the clock ran in UTC, by the algorithm days_from_civil.
  package func secondsAsUTC(year: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = Int64(era * 146_097 + dayOfEra - 719_468)
    return days * 86400 + Int64(hour * 3600 + minute * 60 + second)
  }
}
