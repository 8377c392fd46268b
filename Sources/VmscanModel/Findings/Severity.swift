/// How much a finding matters, lowest first.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
  case informational, low, medium, high, critical

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  /// 0 for informational up to 4 for critical.
  package var rank: Int {
    switch self {
    case .informational: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }
}
