/// A threshold range `[@]start:end` of the Monitoring Plugins guidelines.
///
/// `10` alerts below 0 or above 10, `10:` below 10, `~:10` above 10, `10:20` outside, `@10:20`
/// inside, ends included.
package struct NagiosRange: Sendable, Hashable {
  /// `nil` stands for minus infinity (`~`).
  package var start: Double?
  /// `nil` stands for infinity.
  package var end: Double?
  package var alertsInside: Bool

  /// Reads a range; `nil` when it is malformed or its start lies above its end.
  package init?(parsing text: String) {
    var rest = text[...]
    alertsInside = rest.hasPrefix("@")
    if alertsInside { rest = rest.dropFirst() }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    switch parts.count {
    case 1:
      guard let end = Self.number(parts[0]) else { return nil }
      (self.start, self.end) = (0, end)
    case 2:
      guard let start = Self.start(parts[0]), let end = Self.end(parts[1]) else { return nil }
      (self.start, self.end) = (start.value, end.value)
    default: return nil
    }
    if let start, let end, start > end { return nil }
  }

  package func alerts(_ value: Double) -> Bool {
    let isInside = (start.map { value >= $0 } ?? true) && (end.map { value <= $0 } ?? true)
    return isInside == alertsInside
  }

  private struct Bound { var value: Double? }

  private static func start(_ text: Substring) -> Bound? {
    if text == "~" { return Bound(value: nil) }
    return number(text).map { Bound(value: $0) }
  }

  private static func end(_ text: Substring) -> Bound? {
    text.isEmpty ? Bound(value: nil) : number(text).map { Bound(value: $0) }
  }

  private static func number(_ text: Substring) -> Double? {
    let allowed = text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}

extension NagiosRange: CustomStringConvertible {
  /// The shortest form that `init(parsing:)` reads back.
  package var description: String {
    let mark = alertsInside ? "@" : ""
    let last = end.map(Self.text) ?? ""
    guard let start else { return "\(mark)~:\(last)" }
    return start == 0 && end != nil ? mark + last : "\(mark)\(Self.text(start)):\(last)"
  }
}
