package import VmscanModel

/// Numbers, times and amounts as people read them.
package enum Wording {
  /// Thousands grouped with commas: `1,204`.
  package static func number(_ value: some BinaryInteger) -> String {
    let digits = Array(String(value.magnitude))
    var output = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { output += "," }
      output.append(digit)
    }
    return value < 0 ? "-" + output : output
  }

  /// `1 mailbox`, `25 mailboxes`, `no mailbox`.
  package static func count(_ value: Int, _ one: String, _ many: String) -> String {
    switch value {
    case 0: "no \(one)"
    case 1: "1 \(one)"
    default: "\(number(value)) \(many)"
    }
  }

  /// A length of time in its largest sensible unit: `40 minutes`, `41 days`, `6 years`.
  package static func span(seconds: Int64) -> String {
    let seconds = max(0, seconds)
    let units: [(name: String, seconds: Int64, from: Int64)] = [
      ("year", 365 * 86400, 730 * 86400), ("month", 30 * 86400, 90 * 86400),
      ("day", 86400, 2 * 86400), ("hour", 3600, 2 * 3600), ("minute", 60, 60),
    ]
    guard let unit = units.first(where: { seconds >= $0.from }) else {
      return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }
    let amount = seconds / unit.seconds
    return "\(number(amount)) \(unit.name)\(amount == 1 ? "" : "s")"
  }

  /// How long ago `time` is, `in the future` when it is later than `now`.
  package static func age(of time: Timestamp, now: Timestamp) -> String {
    time > now ? "in the future" : span(seconds: now.epochSeconds &- time.epochSeconds)
  }

  /// Date and minute with the zone: `2026-11-23 00:12 UTC`.
  package static func minute(_ time: Timestamp) -> String { minuteWithoutZone(time) + " UTC" }

  /// Date and minute in UTC where a heading names the zone: `2026-11-23 00:12`.
  package static func minuteWithoutZone(_ time: Timestamp) -> String {
    let civil = CivilTime(epochSeconds: time.epochSeconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.dateText) \(two(civil.hour)):\(two(civil.minute))"
  }

  /// Minutes and seconds of audio: `0:07`, `12:30`.
  package static func length(seconds: Int32) -> String {
    let seconds = max(0, seconds)
    return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }

  /// `1,204 messages, 3.4 MiB, 52 min of audio`.
  package static func amount(_ totals: MessageTotals) -> String {
    let messages = count(totals.messages, "message", "messages")
    guard totals.messages > 0 else { return messages }
    return "\(messages), \(totals.bytes), \(audio(totals))"
  }

  /// `33 s of audio`, `52 min of audio`.
  package static func audio(_ totals: MessageTotals) -> String {
    totals.seconds < 60
      ? "\(totals.seconds) s of audio" : "\(number(totals.minutes)) min of audio"
  }

  /// Words joined as a sentence does: `a`, `a and b`, `a, b and c`.
  package static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The text with its first letter in upper case.
  static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
