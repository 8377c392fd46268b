import VmscanModel

/// A figure that the check compares with thresholds.
package struct CheckMetric: Sendable, Hashable {
  /// What can be given thresholds.
  package enum Name: String, Sendable, CaseIterable {
    case critical, high, medium, low, retained, messages, open, weak, age
  }

  package var name: Name
  package var value: Double
  package var warning: NagiosRange?
  package var critical: NagiosRange?

  package var state: NagiosCheck.State {
    if critical?.alerts(value) ?? false { return .critical }
    return warning?.alerts(value) ?? false ? .warning : .ok
  }

  /// The figure in words.
  var words: String {
    let number = NagiosRange.text(value)
    switch name {
    case .critical, .high, .medium, .low:
      return "\(number) \(name.rawValue) finding\(value == 1 ? "" : "s")"
    case .retained: return "\(number) kept after e-mailing"
    case .messages: return "\(number) messages"
    case .open: return "\(number) device\(value == 1 ? "" : "s") or logins open to anybody"
    case .weak: return "\(number) weak password\(value == 1 ? "" : "s")"
    case .age: return "last run \(Wording.span(seconds: Int64(value))) ago"
    }
  }

  /// `'label'=value[UOM];warn;crit;min;max`.
  var performanceData: String {
    let unit = name == .age ? "s" : ""
    let ranges = [warning, critical].map { $0?.description ?? "" }
    return "'\(name.rawValue)'=\(NagiosRange.text(value))\(unit);\(ranges[0]);\(ranges[1]);0;"
  }
}

/// The thresholds of the check.
package struct CheckThresholds: Sendable, Hashable {
  package var warning: [CheckMetric.Name: NagiosRange]
  package var critical: [CheckMetric.Name: NagiosRange]

  package init(
    warning: [CheckMetric.Name: NagiosRange] = [:], critical: [CheckMetric.Name: NagiosRange] = [:]
  ) {
    self.warning = warning
    self.critical = critical
  }

  /// Any critical finding is critical, any high one a warning; so is a last run older than 26 and
  /// 50 hours.
  package static let standard = CheckThresholds(
    warning: [.high: range("0"), .age: range("93600")].compactMapValues(\.self),
    critical: [.critical: range("0"), .age: range("180000")].compactMapValues(\.self))

  private static func range(_ text: String) -> NagiosRange? { NagiosRange(parsing: text) }

  func metrics(of run: TrendPoint, now: Timestamp) -> [CheckMetric] {
    CheckMetric.Name.allCases.compactMap { name in
      let value: Int64? =
        switch name {
        case .critical: Int64(run.findings[.critical] ?? 0)
        case .high: Int64(run.findings[.high] ?? 0)
        case .medium: Int64(run.findings[.medium] ?? 0)
        case .low: Int64(run.findings[.low] ?? 0)
        case .retained: Int64(run.retainedEmailed)
        case .messages: Int64(run.messages)
        case .open: run.openLogins.map(Int64.init)
        case .weak: run.weakLogins.map(Int64.init)
        case .age: max(0, now.epochSeconds &- run.started.epochSeconds)
        }
      // A run that did not count something has no figure of it.
      return value.map {
        CheckMetric(
          name: name, value: Double($0), warning: warning[name], critical: critical[name])
      }
    }
  }
}
