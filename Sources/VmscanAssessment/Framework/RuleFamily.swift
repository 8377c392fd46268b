import VmscanModel

/// The families of rules, by the hundreds of their identifiers: `VM-` for voicemail, `VC-` for the
/// credentials that open the system around it.
package enum RuleFamily: Int, Sendable, CaseIterable, Comparable {
  case destinations = 1
  case ownership, lostMail, retention, pins, stale, spool, configuration, coverage
  case devices, accounts, services

  /// Family of an identifier such as `VM-101`; an identifier without a number is of `coverage`.
  init(of rule: RuleID) {
    let digits = rule.description.drop { !$0.isNumber }
    let first = rule.description.hasPrefix("VC-") ? RuleFamily.coverage.rawValue : 0
    self = Int(digits).flatMap { RuleFamily(rawValue: first + $0 / 100) } ?? .coverage
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
    case .devices: "Devices"
    case .accounts: "Accounts and codes"
    case .services: "Services"
    }
  }
}
