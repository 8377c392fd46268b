package import VmscanModel

extension Severity {
  /// What the severity asks of the reader.
  package var meaning: String {
    switch self {
    case .critical: "recordings are being lost or are open to strangers; act now"
    case .high: "recordings leave the organisation or a box is easy to break into; act this week"
    case .medium: "a rule or policy is not met; plan the change"
    case .low: "housekeeping"
    case .informational: "for your information"
    }
  }

  /// Highest first, as reports list them.
  static var descending: [Severity] { allCases.sorted(by: >) }
}
