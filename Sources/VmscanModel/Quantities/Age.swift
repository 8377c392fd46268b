/// A span of time in whole seconds, as typed in `--older 30d`.
package struct Age: Hashable, Comparable, Sendable {
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  package static func days(_ days: Int64) -> Age { Age(seconds: days * 86400) }

  package static func < (left: Age, right: Age) -> Bool { left.seconds < right.seconds }

  private static let units: [(name: Character, seconds: Int64)] = [
    ("y", 365 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600),
  ]

  /// The longest that is read.
  private static let longest = Age.days(9999 * 365)

  /// Reads `30d`, `12h`, `2w`, `1y` (a year is 365 days); `nil` for zero, a leading zero, a
  /// bare number or more than 9999 years.
  package init?(parsing text: String) {
    guard let last = text.last, let unit = Self.units.first(where: { $0.name == last }),
      let number = Int64(plain: text.dropLast()), number > 0
    else { return nil }
    let product = number.multipliedReportingOverflow(by: unit.seconds)
    guard !product.overflow, product.partialValue <= Self.longest.seconds else { return nil }
    self.init(seconds: product.partialValue)
  }
}

extension Age {
  /// In the largest unit of which there are two or more, rounded down: `90 seconds`, `3 days`.
  package var words: String {
    for (name, length) in [("day", Int64(86400)), ("hour", 3600), ("minute", 60)]
    where seconds / length > 1 {
      return "\(seconds / length) \(name)s"
    }
    return seconds == 1 ? "1 second" : "\(seconds) seconds"
  }
}

extension Age: CustomStringConvertible {
  /// Days or hours as `init(parsing:)` reads them back, or seconds when it is no whole hour.
  package var description: String {
    if seconds % 86400 == 0 { return "\(seconds / 86400)d" }
    return seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds) s"
  }
}

extension Age: Codable {
  package init(from decoder: any Decoder) throws {
    seconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }
}
