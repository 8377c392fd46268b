import VmscanModel

/// The families of rules, by the hundreds of their identifiers.
package enum RuleFamily: Int, Sendable, CaseIterable, Comparable {
  case destinations = 1
  case ownership, lostMail, retention, pins, stale, spool, configuration, coverage

  /// Family of an identifier such as `VM-101`; an identifier without a number is of `coverage`.
  init(of rule: RuleID) {
    let digits = rule.description.drop { !$0.isNumber }
    self = Int(digits).flatMap { RuleFamily(rawValue: $0 / 100) } ?? .coverage
  }

  package static func < (left: RuleFamily, right: RuleFamily) -> Bool {
    left.rawValue < right.rawValue
  }

  package var title: String {
    switch self {
    case .destinations: "Destinations"
    case .ownership: "Somebody else's address"
    case .lostMail: "Lost mail"
    case .retention: "Retention"
    case .pins: "PINs"
    case .stale: "Stale mailboxes"
    case .spool: "Spool integrity"
    case .configuration: "Configuration"
    case .coverage: "Coverage"
    }
  }
}
