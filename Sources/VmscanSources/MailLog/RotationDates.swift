import Glibc
import VmscanFormats
import VmscanModel

/// In which order the dated predecessors of a log were written, and whether one of them is missing.
struct RotationDates {
  /// A log that is written at least daily does not rest for so long.
  private static let silence: Int64 = 36 * 3600

  private let zone: LogZone
  private let now: Int64
  private var firstTimes: [ByteText: Int64] = [:]
  /// Days from one dated file to the next, as a rule; `nil` for fewer than three files.
  private var usualStep: Int64?

  init(zone: LogZone, now: Int64) {
    self.zone = zone
    self.now = now
  }

  /// Puts dated names into the order of time.
  ///
  /// Names are believed when they begin with the year and the files' times do not speak against them; a day
  /// may come first in a name, and a copy may have lost its time. Otherwise the first lines decide.
  mutating func ordered(_ files: [LogFile]) -> [LogFile] {
    let dated = files.filter { $0.number == nil }
    let numbered = files.filter { $0.number != nil }
    let byName = dated.sorted {
      guard let one = $0.date, let other = $1.date, one != other else { return $0.mark < $1.mark }
      return one.lexicographicallyPrecedes(other)
    }
    let written = byName.map { LogReading.modified($0.path) ?? .max }
    let agree = zip(written, written.dropFirst()).allSatisfy { $0 <= $1 }
    let result: [LogFile]
    if agree, byName.allSatisfy({ $0.date != nil }) {
      result = byName
    } else {
      let times = byName.map { first(of: $0) ?? LogReading.modified($0.path) ?? .max }
      result = byName.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { byName[$0] }
    }
    let days = result.compactMap(\.day)
    let steps = zip(days, days.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    usualStep = steps.count < 2 ? nil : steps[(steps.count - 1) / 2]
    return result + numbered
  }

  /// Up to when lines may be missing between a dated file, with the time of the last line read, and the
  /// one that is read after it: the time of that one's first line, when it is too late.
  ///
  /// A log that rests shows nothing by it while the names are as far apart as they always are.
  mutating func gap(from file: LogFile, last: Int64?, to next: LogFile) -> Int64? {
    guard file.number == nil, let last, let first = first(of: next) else { return nil }
    guard let usualStep, let start = file.day else {
      return first - last > Self.silence ? first : nil
    }
    if let end = next.day {
      return end - start > usualStep && first - last > usualStep * 43_200 ? first : nil
    }
    // The log itself would have been rotated meanwhile.
    return first / 86_400 - start >= usualStep && first - last > Self.silence ? first : nil
  }

  /// Time of the first line of a file that has one.
  private mutating func first(of file: LogFile) -> Int64? {
    if let known = firstTimes[file.path] { return known }
    guard let head = try? LogHead.of(file),
      let stamp = LogStamp.first(in: head.bytes.span, from: 0, to: head.bytes.count)
    else { return nil }
    var clock = LogClock(
      zone: zone, latest: min(LogReading.modified(file.path) ?? now, now))
    let time = clock.moment(of: stamp).seconds
    firstTimes[file.path] = time
    return time
  }
}

extension LogFile {
  /// The digits of a name that begins with a year, as of `-20261122` and `_2026-11-22_000000`.
  fileprivate var date: [UInt8]? {
    let digits = mark.bytes.filter { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count >= 8, digits.count != 10 || digits.starts(with: "20".utf8) else {
      return nil
    }
    func value(_ range: Range<Int>) -> Int {
      digits[range].reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
    guard (1990...2199).contains(value(0..<4)), (1...12).contains(value(4..<6)),
      (1...31).contains(value(6..<8))
    else { return nil }
    return digits
  }

  /// The day in its name, counted from 1970.
  fileprivate var day: Int64? {
    guard let date else { return nil }
    let hyphen = UInt8(ascii: "-")
    let text =
      date[0..<4] + [hyphen] + date[4..<6] + [hyphen] + date[6..<8] + Array("T00:00:00Z".utf8)
    guard case .absolute(let seconds)? = LogStamp(Array(text).span, from: 0, to: text.count) else {
      return nil
    }
    return seconds / 86400
  }
}
