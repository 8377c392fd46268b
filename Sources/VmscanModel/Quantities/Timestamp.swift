/// A moment in whole seconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
  package var epochSeconds: Int64

  /// Seconds by which a recorded time may lie ahead before a clock is held to be wrong.
  package static let clockTolerance: Int64 = 300

  package init(_ epochSeconds: Int64) { self.epochSeconds = epochSeconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.epochSeconds < right.epochSeconds
  }

  package static func + (left: Timestamp, age: Age) -> Timestamp {
    Timestamp(left.epochSeconds &+ age.seconds)
  }

  package static func - (left: Timestamp, age: Age) -> Timestamp {
    Timestamp(left.epochSeconds &- age.seconds)
  }

  package init(from decoder: any Decoder) throws {
    epochSeconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(epochSeconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, such as `2026-11-23T00:12:09Z`.
  package var description: String {
    let civil = CivilTime(epochSeconds: epochSeconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.dateText)T\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))Z"
  }

  /// The UTC date, such as `2026-11-23`.
  package var dateText: String { CivilTime(epochSeconds: epochSeconds).dateText }
}

extension Timestamp {
  /// From the first second of year 1 to the last of 9999, so that sums of times and ages fit.
  private static let readable = Int64(-62_135_596_800)...253_402_300_799

  /// Reads RFC 3339 (`2026-11-23T00:12:09+01:00`), a UTC date (`2026-11-23`) or `@EPOCH`; `nil` also for
  /// what lies outside the years 1 to 9999 in UTC.
  package init?(parsing text: String) {
    guard let seconds = Self.seconds(text), Self.readable.contains(seconds) else { return nil }
    self.init(seconds)
  }

  private static func seconds(_ text: String) -> Int64? {
    if text.hasPrefix("@") { return Int64(text.dropFirst()) }
    let bytes = Array(text.utf8)
    guard let date = CivilTime(dateBytes: bytes.prefix(10)) else { return nil }
    if bytes.count == 10 { return date.epochSeconds }
    return clockSeconds(bytes.dropFirst(10)).map { date.epochSeconds + $0 }
  }

  /// Seconds to add to midnight UTC for `T hh:mm:ss[.fraction](Z|±hh:mm)`.
  private static func clockSeconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let text = Array(bytes)
    guard text.count >= 10, [0x54, 0x74, 0x20].contains(text[0]), text[3] == 0x3A, text[6] == 0x3A,
      let hour = CivilTime.number(text[1..<3]), hour < 24,
      let minute = CivilTime.number(text[4..<6]), minute < 60,
      let second = CivilTime.number(text[7..<9]), second <= 60
    else { return nil }
    var rest = text[9...]
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix { $0 >= 0x30 && $0 <= 0x39 }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard let offset = offsetSeconds(rest) else { return nil }
    return Int64(hour * 3600 + minute * 60 + second) - offset
  }

  private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let text = Array(bytes)
    if text == [0x5A] || text == [0x7A] { return 0 }
    guard text.count == 6, text[0] == 0x2B || text[0] == 0x2D, text[3] == 0x3A,
      let hours = CivilTime.number(text[1..<3]), hours < 24,
      let minutes = CivilTime.number(text[4..<6]), minutes < 60
    else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return text[0] == 0x2D ? -seconds : seconds
  }
}
